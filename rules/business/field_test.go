package business

import "testing"

func TestFamilyOfTimes(t *testing.T) {
	for name, want := range map[string]string{
		"createdAt": "timestamp", "Row_CreatedTime": "timestamp", "last_time": "timestamp", "Expires": "timestamp", "openedOn": "timestamp", "UpdateTime": "timestamp", "deletedDate": "timestamp", "EXPIRY_TIME": "timestamp",
		"waitTime": "", "elapsedTime": "", "dependsOn": "", "basedOn": "", "startDate": "", "birthDate": "", "speedTime": "", "lastAt": "", "update": "", "unitPrice": "money",
	} {
		if got := Family(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// A constant that bears the name of a time holds that name, no time.
func TestConstantsAreNoFields(t *testing.T) {
	for _, c := range []struct {
		file, text string
		fields     int
	}{
		{"a/Row.java", "class Row {\n  private Instant createdAt;\n  static final String CREATED_AT = \"c\";\n  private static final String deletedAt = \"d\";\n}\n", 1},
		{"a/Row.cs", "class Row {\n  public DateTimeOffset CreatedAt { get; set; }\n  public const string UpdatedAt = \"u\";\n}\n", 1},
		{"a/row.ts", "class Row {\n  createdAt: Date;\n  static readonly UPDATED_AT: Name = 'u';\n}\n", 1},
	} {
		f, ok := Read(c.file, []byte(c.text))
		if !ok || len(f.Fields) != c.fields {
			t.Errorf("%s: got %+v", c.file, f.Fields)
		}
	}
}
