using System.Diagnostics;
using System.Text.Json;
using Provider.Parameters;

namespace Provider.Tests.Parameters;

/// <summary>What Go's yaml.v3 (Debian package golang-gopkg-yaml.v3-dev) reads in texts of <c>objects</c>.</summary>
internal static class GoObjects
{
    private const string Packages = "/usr/share/gocode";

    /// <summary>Fails where a text that the Go provider mounts is read here otherwise; gives what Go reads.</summary>
    public static async Task<List<List<GoEntry>?>> CompareAsync(
        IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var go = await ReadAsync(texts, cancellationToken);
        Assert.Equal(texts.Count, go.Count);
        var different = texts.Zip(go)
            // Of a field that is not known, Go does not look at the value: the migration page lists it.
            .Where(pair => IsMounted(pair.Second) && !pair.First.Contains("!!binary", StringComparison.Ordinal))
            .Select(pair => (Text: pair.First, What: Difference(pair.First, pair.Second!)))
            .Where(pair => pair.What is not null).ToList();
        Assert.True(
            different.Count == 0,
            $"{different.Count} differ:\n"
            + string.Join("\n---\n", different.Take(20).Select(pair => $"{pair.What}\n{pair.Text}")));
        return go;
    }

    /// <summary>The entries of each text; null where the Go provider refuses it.</summary>
    public static async Task<List<List<GoEntry>?>> ReadAsync(
        IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/go") && Directory.Exists(Packages + "/src/gopkg.in/yaml.v3"),
            "golang-go or golang-gopkg-yaml.v3-dev is not installed on this machine");
        var folder = Directory.CreateTempSubdirectory("judge-");
        try
        {
            var start = new ProcessStartInfo("/usr/bin/go")
            {
                RedirectStandardInput = true, RedirectStandardOutput = true,
                ArgumentList =
                {
                    "run", Path.Combine(Repository.Root, "Provider.Tests", "Parameters", "judge.go"),
                },
                Environment = { ["GO111MODULE"] = "off", ["GOPATH"] = Packages, ["GOCACHE"] = folder.FullName },
            };
            using var judge = Process.Start(start)!;
            var output = judge.StandardOutput.ReadToEndAsync(cancellationToken);
            foreach (var text in texts)
            {
                await judge.StandardInput.WriteAsync(
                    $"{JsonSerializer.Serialize(text)}\n".AsMemory(), cancellationToken);
            }

            judge.StandardInput.Close();
            await judge.WaitForExitAsync(cancellationToken);
            Assert.Equal(0, judge.ExitCode);
            return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<List<GoEntry>>(line))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The Go provider refuses an entry without a name when it checks the entries.
    private static bool IsMounted(List<GoEntry>? entries) =>
        entries is { Count: > 0 } && entries.TrueForAll(entry => entry.ObjectName.Trim().Length > 0);

    private static string? Difference(string text, List<GoEntry> go)
    {
        var problems = new ProblemList();
        var entries = ObjectsReader.Read(text, problems);
        if (!problems.IsEmpty)
        {
            return $"refused: {problems.ToImmutable()[0]}";
        }

        if (entries.Length != go.Count)
        {
            return $"{entries.Length} entries instead of {go.Count}";
        }

        return entries.Zip(go).Select(pair => Difference(pair.First, pair.Second))
            .FirstOrDefault(what => what is not null);
    }

    private static string? Difference(EntryText entry, GoEntry go)
    {
        (string Field, string Value)[] expected =
        [
            (EntryText.ObjectName, go.ObjectName), (EntryText.ObjectAlias, go.ObjectAlias),
            (EntryText.ObjectVersion, go.ObjectVersion), (EntryText.ObjectType, go.ObjectType),
            (EntryText.ObjectFormat, go.ObjectFormat), (EntryText.ObjectEncoding, go.ObjectEncoding),
            (EntryText.FilePermission, go.FilePermission),
        ];
        var problems = new ProblemList();
        foreach (var (field, value) in expected)
        {
            var ours = entry.Find(field, problems);
            if (ours != value.Trim())
            {
                return $"{field} is {ours} instead of {value}";
            }
        }

        var history = entry.Find(EntryText.ObjectVersionHistory, problems);
        var count = string.IsNullOrEmpty(history) ? 0 : GoNumber.ReadInt32(history);
        return count == go.ObjectVersionHistory ? null : $"history is {count} instead of {go.ObjectVersionHistory}";
    }
}

/// <summary>An entry as the Go provider reads it.</summary>
internal sealed record GoEntry(
    string ObjectName, string ObjectAlias, string ObjectVersion, int ObjectVersionHistory, string ObjectType,
    string ObjectFormat, string ObjectEncoding, string FilePermission);
