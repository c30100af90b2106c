package model

import (
	"reflect"
	"testing"
	"time"
)

// Whatever else an Event may hold, and may come to hold, it is not only health.
func TestOnlyHealth(t *testing.T) {
	if e := (Event{At: time.Unix(1, 0), Health: &Health{}}); !e.OnlyHealth() {
		t.Error("an Event with nothing but health is said to hold more")
	}
	of := reflect.TypeFor[Event]()
	for i := range of.NumField() {
		name := of.Field(i).Name
		if name == "At" || name == "Health" {
			continue
		}
		e := Event{Health: &Health{}}
		switch f := reflect.ValueOf(&e).Elem().Field(i); f.Kind() {
		case reflect.Slice:
			f.Set(reflect.MakeSlice(f.Type(), 1, 1))
		case reflect.Pointer:
			f.Set(reflect.New(f.Type().Elem()))
		default:
			t.Fatalf("%s is of a kind that this test does not know", name)
		}
		if e.OnlyHealth() {
			t.Errorf("an Event with %s is said to be only health", name)
		}
	}
	if (&Event{}).OnlyHealth() {
		t.Error("an empty Event is said to be only health")
	}
}
