package manual

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

func tree() *cobra.Command {
	nothing := func(*cobra.Command, []string) {}
	root := &cobra.Command{Use: "floor", Short: "See a floor", Long: "It shows a floor. It is\n.quiet.", Example: "floor --loud 3", Run: nothing}
	root.PersistentFlags().String("config", "", "read this FILE (default: none)")
	root.Flags().Int("loud", 7, "how loud")
	root.Flags().Bool("secret", false, "not for the page")
	_ = root.Flags().MarkHidden("secret")
	sub := &cobra.Command{Use: "look [AT]", Short: "Look once", Run: nothing, Example: "floor look\n.dot and \\back"}
	sub.Flags().StringP("output", "o", "", "write to this FILE")
	sub.Flags().Duration("wait", time.Minute, "give up after this long")
	hidden := &cobra.Command{Use: "inner", Hidden: true, Run: nothing}
	root.AddCommand(sub, hidden)
	return root
}

// The page holds each flag once, where it belongs, with what it takes, and nothing that is hidden.
func TestPage(t *testing.T) {
	var b strings.Builder
	if err := Write(&b, tree(), []byte("[api]\nurl = \"x\"\n"), time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{
		".Dd November 28, 2026\n.Dt FLOOR 1\n", ".Nd see a floor\n",
		"It shows a floor.\nIt is .quiet.\n",
		".It Fl Fl config Ar FILE\nRead this FILE (default: none).\n", ".It Fl Fl loud Ar N\nHow loud (default: 7).\n",
		".It Cm \"look [AT]\"\nLook once.\n", ".It Fl o , Fl Fl output Ar FILE\nWrite to this FILE.\n", ".It Fl Fl wait Ar TIME\n",
		"floor look\n\\&.dot and \\eback\n", "[api]\nurl = \"x\"\n",
		".Sh ENVIRONMENT", ".Sh FILES", ".Sh EXIT STATUS\n", ".Sh EXAMPLES",
	} {
		if strings.Count(page, want) != 1 {
			t.Errorf("%q stands %d times in the page, want once:\n%s", want, strings.Count(page, want), page)
		}
	}
	for _, not := range []string{"secret", "inner"} {
		if strings.Contains(page, not) {
			t.Errorf("%q is hidden, and in the page", not)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestPageThatCannotBeWritten(t *testing.T) {
	if err := Write(broken{}, tree(), nil, time.Now()); err == nil {
		t.Error("no error where nothing could be written")
	}
}
