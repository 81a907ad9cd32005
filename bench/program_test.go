package bench

import (
	"io"
	"regexp"
	"testing"

	"github.com/fmnist/fmnist/learn/families"
)

// Every family's code has a digest, and all of it is embedded: FamilyProgram
// panics on a package of this module that it does not find.
func TestFamilyProgram(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}$`)
	for _, name := range families.Names() {
		if digest := FamilyProgram(name); !form.MatchString(digest) {
			t.Errorf("%s has the digest %q", name, digest)
		}
	}
	if digest := FamilyProgram("NoSuchClassifier"); digest != "" {
		t.Errorf("a family that does not exist has the digest %q", digest)
	}
	bayes, scaling := packageDigest(module+"/learn/bayes"), packageDigest(module+"/learn")
	if bayes == scaling || bayes != packageDigest(module+"/learn/bayes") {
		t.Errorf("digests %s and %s, want two, and the same again", bayes, scaling)
	}
}

func TestPackageDigestFollowsImports(t *testing.T) {
	imports := map[string]bool{}
	hashPackage(io.Discard, module+"/learn/bayes", imports)
	for _, want := range []string{module + "/learn", module + "/internal/parallel", "context"} {
		if !imports[want] {
			t.Errorf("%s is not among what learn/bayes is made of: %v", want, imports)
		}
	}
	if imports[module+"/learn/learntest"] {
		t.Error("tests count as code")
	}
}
