// Package artwork draws the shop's pictures as SVG from the goods' own data: products, categories and brand marks.
//
// A picture is a pure function of its input: the same product gives the same bytes on every copy of the server, so
// pictures can be cached for ever under an address that carries the product's version. Nothing is read from disk or
// the network, and the output refers to nothing outside itself and carries no script.
//
// Three questions decide what is drawn. What is it: [Silhouette] names the outline chosen from the words of the kind
// and the name. What is it made of: cloth.go chooses a print or weave from tags, material, kind and name. Which
// colour: colour.go turns the names shops use into sRGB. scene.go then stages the thing for one of four views.
//
// Outlines are data: files such as tops.go and footwear.go hold paths on a canvas of 800 by 1000 units, and most of
// them hold only the right half, because path.go mirrors it.
package artwork
