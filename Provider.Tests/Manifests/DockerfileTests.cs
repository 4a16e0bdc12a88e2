namespace Provider.Tests.Manifests;

public sealed class DockerfileTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));

    private static readonly List<string> Sources =
    [
        .. Lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..^1]),
    ];

    /// <summary>The files that the last stage, the provider's image, copies into its base.</summary>
    public static IReadOnlyList<string> ImageFiles { get; } =
        [.. LastStage.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal)).Select(line => line.Split(' ')[^1])];

    /// <summary>The program that the image starts.</summary>
    public static string Entrypoint { get; } =
        LastStage.Single(line => line.StartsWith("ENTRYPOINT ", StringComparison.Ordinal)).Split('"')[1];

    private static IEnumerable<string> LastStage => Lines.Skip(Array.FindLastIndex(Lines, line => line.StartsWith("FROM ", StringComparison.Ordinal)));

    [Fact]
    public void Every_file_that_is_copied_exists()
    {
        Assert.NotEmpty(Sources);
        Assert.All(Sources, source => Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), source));
    }

    [Fact]
    public void The_packages_are_those_of_the_lock_file() =>
        Assert.Contains(Lines, line => line.Contains("dotnet restore", StringComparison.Ordinal) && line.Contains("--locked-mode", StringComparison.Ordinal));

    [Fact]
    public void The_build_is_sent_what_it_copies_and_nothing_else()
    {
        var sent = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]);
        Assert.Equal(sent.Order(StringComparer.Ordinal), Sources.Select(source => source.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));
    }
}
