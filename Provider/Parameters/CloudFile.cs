namespace Provider.Parameters;

/// <summary>
/// Reads a cloud's environment file. The plan reader reads no files itself, so that it stays a function of its inputs.
/// <c>path</c> is null for the operator's own file.
/// </summary>
internal delegate CloudFile CloudFileSource(string? path);

/// <summary>The text of a cloud's environment file, or why it cannot be read.</summary>
internal sealed record CloudFile(string? Text, string? Fault);
