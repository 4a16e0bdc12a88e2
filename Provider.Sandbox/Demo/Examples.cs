namespace Provider.Sandbox.Demo;

/// <summary>Finds the repository's example manifests from any working directory in it.</summary>
internal static class Examples
{
    public static string Find(string example)
    {
        var relative = Path.Combine("manifests", "examples", example);
        string[] starts = [Directory.GetCurrentDirectory(), AppContext.BaseDirectory];
        return starts.SelectMany(Upward).Select(folder => Path.Combine(folder, relative))
            .FirstOrDefault(Directory.Exists) ?? relative;
    }

    private static IEnumerable<string> Upward(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
