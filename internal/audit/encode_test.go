package audit

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestEncodeHoldsEveryField fills every field, so that a new one cannot be
// forgotten in the encoder.
func TestEncodeHoldsEveryField(t *testing.T) {
	var full Record
	v := reflect.ValueOf(&full).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i); f.Interface().(type) {
		case string:
			f.SetString(v.Type().Field(i).Name + " \"<é>\n\x01\\")
		case []string:
			f.Set(reflect.ValueOf([]string{"a", "b\t"}))
		case uint64:
			f.SetUint(1 << 60)
		case float64:
			f.SetFloat(0.125)
		case time.Time:
			f.Set(reflect.ValueOf(time.Date(2026, 1, 2, 3, 4, 5, 678900000, time.UTC)))
		default:
			t.Fatalf("encode knows no field of type %s", f.Type())
		}
	}
	for _, r := range []Record{full, {}} {
		line, err := encode(r)
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var got, same any
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if err := json.Unmarshal(want, &same); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, same) || keys(string(line)) != keys(string(want)) || line[len(line)-1] != '\n' {
			t.Errorf("got  %swant %s", line, want)
		}
	}
	if _, err := encode(Record{Time: time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)}); err == nil {
		t.Error("a year that JSON cannot hold is written")
	}
}

// keys lists the member names of an object of plain values in their order.
func keys(object string) string {
	var out []string
	d := json.NewDecoder(strings.NewReader(object))
	depth, key := 0, true
	for {
		tok, err := d.Token()
		if err != nil {
			return strings.Join(out, " ")
		}
		switch tok {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
			key = true
		default:
			if depth == 1 {
				if key {
					out = append(out, tok.(string))
				}
				key = !key
			}
		}
	}
}
