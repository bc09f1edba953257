package mine

import (
	"testing"

	"github.com/cybedefend/vibedefend/rules/business"
)

// Where times are numbers here and times there, neither is the rule.
func TestTwoClocksAreNoRule(t *testing.T) {
	for _, c := range []struct {
		name, other string
		says        bool
	}{
		{"one clock", "`Owner` varchar(20)", true},
		{"mixed case", "`Row_LastTime` timestamp", false},
		{"word alone", "`Expires` datetime", false},
		{"snake case", "opened_on timestamp", false},
		{"a duration", "wait_time int", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := family(8, "db/t%d.sql", "CREATE TABLE t%d (\n  `CreatedAt` bigint NOT NULL,\n  `DeletedAt` bigint NOT NULL,\n  "+c.other+"\n);\n", nil)
			if got := find(mined(t, repo(t, files)), business.FieldType, "Timestamp"); len(got) > 0 != c.says {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// What a framework's columns are called for anyway is no choice.
func TestTimesOfRubyAreNoRule(t *testing.T) {
	files := family(8, "db/t%d.rb", "class Oats%d\n  field :created_at, :datetime\n  t.datetime :opened_at\n  t.datetime :closed_at\nend\n", map[string]string{"lib/datetime.rb": "class Datetime\n  def datetime\n    1\n  end\nend\n"})
	if got := find(mined(t, repo(t, files)), business.FieldType, "Timestamp"); len(got) > 0 {
		t.Errorf("got %+v", got)
	}
}
