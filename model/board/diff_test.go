package board

import (
	"fmt"
	"reflect"
)

// difference says where two values first differ, for failures that a person can read.
func difference[T any](x, y T) string {
	return differ("", reflect.ValueOf(x), reflect.ValueOf(y))
}

func differ(path string, x, y reflect.Value) string {
	switch x.Kind() {
	case reflect.Pointer:
		if !x.IsNil() && !y.IsNil() {
			return differ(path, x.Elem(), y.Elem())
		}
	case reflect.Struct:
		if x.Type().String() == "time.Time" {
			break
		}
		for i := range x.NumField() {
			if d := differ(path+"."+x.Type().Field(i).Name, x.Field(i), y.Field(i)); d != "" {
				return d
			}
		}
		return ""
	case reflect.Slice:
		if x.Len() != y.Len() {
			return fmt.Sprintf("%s: %d and %d elements", path, x.Len(), y.Len())
		}
		for i := range x.Len() {
			if d := differ(fmt.Sprintf("%s[%d]", path, i), x.Index(i), y.Index(i)); d != "" {
				return d
			}
		}
		return ""
	}
	if a, b := fmt.Sprint(x), fmt.Sprint(y); a != b {
		return fmt.Sprintf("%s: %s and %s", path, a, b)
	}
	return ""
}
