namespace Provider.Tests;

/// <summary>Where the sources are, for the tests that read them.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution file, above the test's own binary.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.GetFiles("*.slnx").Length > 0)
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run from a build inside the repository.");
    }
}
