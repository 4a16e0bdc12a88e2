namespace Provider.Parameters;

/// <summary>Reads a cloud's environment file. The plan reader reads no files itself, so that it stays a function of its inputs.</summary>
/// <param name="path">The path that the class names; none for the operator's own file.</param>
internal delegate CloudFile CloudFileSource(string? path);

/// <summary>What came of reading a cloud's environment file: its text, or why not.</summary>
/// <param name="Text">The text; none when there is a fault.</param>
/// <param name="Fault">What is wrong with the path or the file, as a clause.</param>
internal sealed record CloudFile(string? Text, string? Fault);
