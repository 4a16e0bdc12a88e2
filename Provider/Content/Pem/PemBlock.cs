namespace Provider.Content.Pem;

/// <summary>A block of a PEM text.</summary>
// Label: what is between BEGIN and the dashes.
// Text: its place in the text: from BEGIN to the end of END, without its line end.
// Body: what is between the markers, headers included.
internal readonly record struct PemBlock(string Label, Range Text, Range Body);
