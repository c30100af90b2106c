package model

import (
	"reflect"
	"testing"
	"time"

	"floorwatch/model/safetext"
)

// TestNoRawText walks every type that an Event or a Snapshot can hold. A
// string in one of them would be a stranger's word that nobody has made safe:
// texts are safetext.Text, and nothing else is.
func TestNoRawText(t *testing.T) {
	for _, root := range []reflect.Type{reflect.TypeFor[Event](), reflect.TypeFor[Snapshot](), reflect.TypeFor[Minute]()} {
		w := walk{t: t, seen: map[reflect.Type]bool{}}
		w.visit(root, root.Name())
		if w.texts == 0 && root != reflect.TypeFor[Minute]() {
			t.Errorf("%v reaches no safetext.Text, so the walk shows nothing", root)
		}
	}
}

type walk struct {
	t     *testing.T
	seen  map[reflect.Type]bool
	texts int
}

func (w *walk) visit(typ reflect.Type, path string) {
	switch typ {
	case reflect.TypeFor[safetext.Text]():
		w.texts++
		return
	case reflect.TypeFor[time.Time](), reflect.TypeFor[time.Location](), reflect.TypeFor[Calendar]():
		return // names of zones and days of the calendar come from the user's configuration
	}
	if w.seen[typ] {
		return
	}
	w.seen[typ] = true
	switch typ.Kind() {
	case reflect.String, reflect.Interface, reflect.UnsafePointer, reflect.Uintptr, reflect.Func:
		w.t.Errorf("%s is a %v, which can hold raw text: make it a safetext.Text", path, typ)
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		if typ.Elem().Kind() == reflect.Uint8 {
			w.t.Errorf("%s is a %v, which can hold raw text", path, typ)
		}
		w.visit(typ.Elem(), path+"[]")
	case reflect.Map:
		w.visit(typ.Key(), path+"[key]")
		w.visit(typ.Elem(), path+"[]")
	case reflect.Struct:
		for i := range typ.NumField() {
			f := typ.Field(i)
			w.visit(f.Type, path+"."+f.Name)
		}
	}
}
