namespace Provider.Tests.Manifests;

public sealed class DockerfileTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));

    private static readonly List<string> Sources =
    [
        .. Lines.Where(line =>
            line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..^1]),
    ];

    /// <summary>The files that the last stage, the provider's image, copies into its base.</summary>
    public static IReadOnlyList<string> ImageFiles { get; } =
        [.. LastStage.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[^1])];

    /// <summary>The program that the image starts.</summary>
    public static string Entrypoint { get; } =
        LastStage.Single(line => line.StartsWith("ENTRYPOINT ", StringComparison.Ordinal)).Split('"')[1];

    private static IEnumerable<string> LastStage =>
        Lines.Skip(Array.FindLastIndex(Lines, line => line.StartsWith("FROM ", StringComparison.Ordinal)));

    [Fact]
    public void Every_file_that_is_copied_exists()
    {
        Assert.NotEmpty(Sources);
        Assert.All(Sources, source => Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), source));
    }

    [Fact]
    public void The_packages_are_those_of_the_lock_file() =>
        Assert.Contains(
            Lines, line =>
                line.Contains("dotnet restore", StringComparison.Ordinal)
                    && line.Contains("--locked-mode", StringComparison.Ordinal));

    [Fact]
    public void The_build_runs_on_the_builders_architecture_and_the_images_have_the_targets()
    {
        var stages = Lines.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)).ToList();
        Assert.StartsWith("FROM --platform=$BUILDPLATFORM ${SDK}", stages[0], StringComparison.Ordinal);
        Assert.All(stages.Where(stage => stage.Contains("${BASE}", StringComparison.Ordinal)),
            stage => Assert.DoesNotContain("--platform", stage, StringComparison.Ordinal));
        Assert.Equal(
            2, Lines.Count(
                line => line.StartsWith("RUN .ci/publish ", StringComparison.Ordinal)
                    && line.Contains("\"$TARGETARCH\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("SDK")]
    [InlineData("BASE")]
    public void A_base_image_can_be_given_by_digest(string image)
    {
        Assert.Contains($"ARG {image}_DIGEST", Lines);
        Assert.All(
            Lines.Where(
                line => line.StartsWith("FROM ", StringComparison.Ordinal)
                    && line.Contains($"${{{image}}}", StringComparison.Ordinal)),
            line => Assert.Contains(
                $"${{{image}}}${{{image}_DIGEST:+@${image}_DIGEST}}", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Both_images_name_their_version_revision_date_and_base()
    {
        string[] labels = ["version", "revision", "created", "base.name", "base.digest"];
        Assert.All(
            labels, label =>
                Assert.Equal(
                    2, Lines.Count(
                        line => line.Contains($"org.opencontainers.image.{label}=\"${{", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_build_is_sent_what_it_copies_and_nothing_else()
    {
        var sent = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore")).Where(line => line.StartsWith('!'))
            .Select(line => line[1..]);
        Assert.Equal(sent.Order(StringComparer.Ordinal), Sources.Select(source => source.Split('/')[0]).Distinct()
            .Order(StringComparer.Ordinal));
    }
}
