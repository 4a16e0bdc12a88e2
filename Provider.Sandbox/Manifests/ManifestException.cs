namespace Provider.Sandbox.Manifests;

/// <summary>
/// A manifest that cannot be used; the message starts with the file, and the line where there is one.
/// </summary>
internal sealed class ManifestException(string file, long line, string problem)
    : Exception(line > 0 ? $"{file}:{line}: {problem}" : $"{file}: {problem}")
{
    public string File => file;

    public long Line => line;
}
