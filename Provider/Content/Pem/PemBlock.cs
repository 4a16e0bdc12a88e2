namespace Provider.Content.Pem;

/// <summary>A block of a PEM text.</summary>
/// <param name="Label">What stands behind BEGIN.</param>
/// <param name="Text">Where it stands in the text: from BEGIN to the end of the END line, without its line end.</param>
/// <param name="Body">What stands between, headers included.</param>
internal readonly record struct PemBlock(string Label, Range Text, Range Body);
