namespace Provider.Tests.EndToEnd;

/// <summary>A directory of a test's own, gone when disposed of.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("test-");

    public string Path => directory.FullName;

    public void Dispose() => directory.Delete(recursive: true);
}
