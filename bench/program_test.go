package bench

import (
	"io"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/learn/families"
)

// Every family's code has a digest, and all of it is embedded: FamilyProgram
// panics on a package of this module that it does not find.
func TestFamilyProgram(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}$`)
	for _, name := range families.Names() {
		if digest := FamilyProgram(Contestant{Name: name}); !form.MatchString(digest) {
			t.Errorf("%s has the digest %q", name, digest)
		}
	}
	if digest := FamilyProgram(Contestant{Name: "NoSuchClassifier"}); digest != "" {
		t.Errorf("a family that does not exist has the digest %q", digest)
	}
	refused := Contestant{"GaussianNB", Parameters{"var_smoothing": -1}}
	if digest := FamilyProgram(refused); digest != FamilyProgram(Contestant{Name: "GaussianNB"}) {
		t.Errorf("wrong parameters have the digest %q", digest)
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

// A composite's results depend on the code of its parts, and on no other.
func TestPackagesOfComposites(t *testing.T) {
	c, err := families.New("VotingClassifier", []byte(`{"voting": "hard", "estimators": [
		{"GaussianNB": {}}, {"Pipeline": {"steps": [{"HOG": {}}, {"SVC": {}}]}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{module + "/learn/compose", module + "/learn/bayes", module + "/learn/compose",
		module + "/learn/features", module + "/learn/svm"}
	if diff := cmp.Diff(want, packagesOf(c)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
