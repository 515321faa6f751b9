package hostile

import (
	"strings"

	"zuka/internal/platform/fault"
)

// long is more than any name or text of a good document, and short enough for the
// body of a request, which has at most 128 KiB.
const long = 100_000

var (
	repeat = strings.Repeat
	// inside puts selections into the shop, and searching asks for a text.
	inside    = func(selections string) string { return "{shop{" + selections + "}}" }
	searching = func(text string) string { return "{products(text:" + text + "){totalCount}}" }
	filtering = func(value string) string { return "{products(filter:" + value + "){totalCount}}" }
)

// made are the attacks that are made when they are wanted.
func made() []Attack {
	return append(append(flooding(), nested()...), strange()...)
}

// flooding have very much of one thing.
func flooding() []Attack {
	return []Attack{
		row("26 chained double spreads", Chain(26), tooMuch, "fragment spread limit is 200"),
		row("180 chained double spreads", Chain(180), tooMuch, "limit"),
		row("8,000 repeated fields", inside(repeat("name ", 8_000)), tooMuch, "token limit is 2000"),
		row("900 repeated fields", inside(repeat("name ", 900)), tooMuch, "repeated field limit is 20"),
		row("1,001 fields", inside(Numbered("f", " ", 1_001)), tooMuch, "field limit is 1000"),
		row("2,001 tokens", "{shop{name}"+repeat("x ", 1_995)+"}", tooMuch, "token limit is 2000"),
		row("10,000 directives", "{shop"+repeat("@tag ", 10_000)+"{name}}", tooMuch, "token limit is 2000"),
		row("61 directives", "{shop"+repeat("@tag ", 61)+"{name}}", tooMuch, "directive limit is 60"),
		row("61 directives of an operation", "query Q"+repeat("@tag ", 61)+"{shop{name}}", tooMuch, "directive limit is 60"),
		row("10,000 comments", repeat("#\n", 10_000)+inside("name"), tooMuch, "token limit is 2000"),
		row("a comment of 100 kB", "#"+repeat("!", long)+"\n"+inside("name"), harmless, ""),
		row("100,000 commas", inside(repeat(",", long)+"name"), harmless, ""),
		row("25,000 line breaks", repeat("\r\n", 25_000)+inside("name"), harmless, ""),
		row("60 fragments that nobody spreads", inside("name")+fragments(60), invalid, "is never used"),
		row("300 variables that nobody uses", "query("+Numbered("$", ":Int ", 300)+"){shop{name}}", invalid, "is never used"),
		row("60 operations", Numbered("query ", inside("name"), 60), invalid, "operation"),
		row("60 operations of all fragments", Numbered("query ", "{product(slug:\"a\"){...F0}}", 60)+ladder(60), tooMuch, "nesting limit is 50"),
		row("conflicts in every set", inside(repeat("related{x:id x:name} ", 10)), invalid, `Fields "x" conflict`),
		row("wide sets to compare", inside(repeat("related{"+repeat("id ", 20)+"x:name} ", 20)), tooMuch, "repeated field limit is 20"),
		row("20 sets beside each other", inside(repeat("related{brand{id name}} ", 20)+Numbered("f", " ", 900)), invalid, "Cannot query field"),
		row("sets repeated in repeated sets", inside(repeat("related{"+repeat("brand{id id id} ", 12)+"} ", 20)), tooMuch, "repeated field limit is 20"),
		row("sets repeated by a fragment", inside(repeat("...A ", 80)+"related{id}")+"fragment A on Shop{"+repeat("related{id brand{id}} ", 3)+"}", tooMuch, "repeated field limit is 20"),
		row("a field in 40 fragments, 20 times each", inside(Numbered("...", " ", 40))+Numbered("fragment ", " on Shop{"+repeat("name ", 20)+"}", 40), tooMuch, "repeated field limit is 20"),
		row("a set in 90 fragments", inside(Numbered("...", " ", 90))+Numbered("fragment ", " on Shop{related{id}}", 90), harmless, ""),
		row("conflicts of many keys", inside(Numbered("", ":id ", 15)+Numbered("", ":name ", 15)), invalid, "Cannot query field"),
		row("a name list of 500 ids", `{nodes(ids:[`+repeat(`"a",`, 500)+`]){id ...on Product{brand{products(first:100){totalCount}}}}}`, harmless, ""),
		row("1,500 ids in pages", `{nodes(ids:[`+repeat(`"a",`, 1_500)+`]){...on Product{related(first:100){nodes{id}}}}}`, tooMuch, "cost limit is 10000"),
	}
}

// nested have very much within each other.
func nested() []Attack {
	return []Attack{
		row("13 fields deep", "{product(slug:\"a\")"+repeat("{brand{products{nodes", 4)+"{id}"+repeat("}}}", 4)+"}", tooMuch, "depth limit is 12"),
		row("51 inline fragments deep", repeat("{...", 51)+"{shop{name}}"+repeat("}", 51), tooMuch, "nesting limit is 50"),
		row("60 fragments deep", "{product(slug:\"a\"){...F0}}"+ladder(60), tooMuch, "nesting limit is 50"),
		row("introspection without an end", "{__schema{types"+repeat("{fields{type", 300)+"{name}"+repeat("}}", 300)+"}}", tooMuch, "introspection depth limit is 20"),
		row("an input 49 deep", filtering(repeat("{all:[", 24)+"{}"+repeat("]}", 24)), harmless, ""),
		row("an input 51 deep", filtering(repeat("{all:[", 25)+"{}"+repeat("]}", 25)), tooMuch, "value nesting limit is 50"),
		row("an input 49 deep with a NUL", filtering(repeat("{all:[", 24)+`{text:"\u0000"}`+repeat("]}", 24)), invalid, "contains a NUL"),
		row("an input 600 deep", filtering(repeat("{all:[", 300)+"{}"+repeat("]}", 300)), tooMuch, "value nesting limit is 50"),
		row("an input's name of 100 kB far out", filtering("{"+repeat("a", long)+":"+repeat("{a:", 400)+"1"+repeat("}", 401)), tooMuch, "value nesting"),
		row("a list 900 deep", searching(repeat("[", 900)+repeat("]", 900)), tooMuch, "value nesting limit is 50"),
		row("a default 900 deep", "query($a:[Int]="+repeat("[", 900)+repeat("]", 900)+"){shop{name}}", tooMuch, "value nesting limit is 50"),
		row("a list 1,001 deep", searching(repeat("[", 1_001)), invalid, "maximum nesting depth"),
		row("a type 900 deep", "query($a:"+repeat("[", 900)+"Int"+repeat("]", 900)+"){products(first:$a){totalCount}}", invalid, "Int"),
		row("a type 1,001 deep", "query($a:"+repeat("[", 1_001)+"){shop{name}}", invalid, "maximum nesting depth"),
		{Name: "a variable 5,000 deep", Query: "query($f:Filter){products(filter:$f){totalCount}}",
			Variables: `{"f":` + repeat(`{"all":[`, 2_500) + "{}" + repeat("]}", 2_500) + "}", Code: harmless},
		{Name: "a variable of the wrong kind, 9,000 deep", Query: "query($f:Filter){products(filter:$f){totalCount}}",
			Variables: `{"f":` + repeat("[", 9_000) + repeat("]", 9_000) + "}", Code: invalid},
	}
}

// strange are made of what no text editor would write.
func strange() []Attack {
	return []Attack{
		row("a string of 100 kB", searching(`"`+repeat("a", long)+`"`), harmless, ""),
		row("a string of 100 kB without an end", searching(`"`+repeat("a", long)), invalid, "Unexpected <Invalid>"),
		row("a block of 25,000 lines", searching(`"""`+repeat("\n ", 25_000)+`"""`), harmless, ""),
		row("escapes without an end", searching(`"`+repeat(`\u00`, long/8)+`"`), invalid, "Unexpected <Invalid>"),
		row("a number of 100,000 digits", "{products(first:"+repeat("9", long)+"){totalCount}}", invalid, "number out of range"),
		row("a field of 100 kB", inside(repeat("a", long)), invalid, "Cannot query field"),
		row("an alias of 100 kB", inside(repeat("a", long)+":name"), harmless, ""),
		row("a fragment of 50 kB", inside("..."+repeat("a", long/2))+"fragment "+repeat("a", long/2)+" on Shop{name}", harmless, ""),
		row("a NUL between the words", "{shop\x00{name}}", invalid, "contains a NUL"),
		row("a NUL in a string", searching("\"a\x00b\""), invalid, "contains a NUL"),
		row("half of a letter in a string", searching("\"a\xc3\""), invalid, "is not valid UTF-8"),
		row("half of a letter in a block", searching("\"\"\"\xe2\x82\"\"\""), invalid, "is not valid UTF-8"),
		row("half of a letter in a name", "{shop{na\xffme}}", invalid, "is not valid UTF-8"),
		row("a surrogate in UTF-8", searching("\"\xed\xa0\x80\""), invalid, "is not valid UTF-8"),
		row("a mark of the byte order", "\ufeff"+inside("name"), harmless, ""),
		row("marks of the byte order", inside(repeat("\ufeff", 1_000)+"name"), harmless, ""),
		row("letters of other scripts", inside("nаme"), invalid, ""),
		row("nothing", "", invalid, ""),
		row("spaces", repeat(" ", 1_000), invalid, "no operation"),
	}
}

func row(name, query string, code fault.Code, says string) Attack {
	return Attack{Name: name, Query: query, Code: code, Says: says}
}

// fragments are n that hold a name each.
func fragments(n int) string {
	return Numbered("fragment ", " on Shop{name} ", n)
}

// ladder is n fragments, F0 to the last, each spreading the next one once.
func ladder(n int) string {
	var text strings.Builder
	for i := range n {
		text.WriteString(" fragment F" + Letter(i)[1:] + " on Product{id ...F" + Letter(i + 1)[1:] + "}")
	}
	text.WriteString(" fragment F" + Letter(n)[1:] + " on Product{id}")
	return text.String()
}
