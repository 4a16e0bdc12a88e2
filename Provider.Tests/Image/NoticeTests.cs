using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Provider.Tests.Image;

/// <summary>NOTICE and the bill of materials name what is linked into the programs.</summary>
public sealed class NoticeTests
{
    private const string Doc = "usr/share/doc/secrets-store-csi-driver-provider-azure";

    [Fact]
    public async Task NOTICE_is_what_the_lock_files_make_it()
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, ".ci/notice")) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var made = await process.StandardOutput.ReadToEndAsync(Patience.Limit);
        await process.WaitForExitAsync(Patience.Limit);

        Assert.Equal(0, process.ExitCode);
        Assert.True(made == Committed(), "NOTICE is not current. Make it again: .ci/notice > NOTICE");
    }

    [Fact]
    public void Every_package_has_a_licence_and_a_copyright()
    {
        var lines = Committed().Split('\n').SkipWhile(line => !line.StartsWith("Azure.Core ", StringComparison.Ordinal))
            .TakeWhile(line => line.Length > 0).ToList();
        Assert.All(lines.Chunk(3), package =>
        {
            Assert.DoesNotMatch("^ ", package[0]);
            Assert.True(
                File.Exists(Path.Combine(Repository.Root, ".ci/licences", package[1].Trim() + ".txt")), package[0]);
            Assert.NotEmpty(package[2].Trim());
        });
    }

    [Fact]
    public void The_image_lists_every_package_of_the_lock_file_in_its_version_with_its_licence()
    {
        var root = Environment.GetEnvironmentVariable("IMAGE_ROOT");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "IMAGE_ROOT is not set; .ci/run makes it");

        var bill = JsonNode.Parse(File.ReadAllText(Path.Combine(root!, Doc, "sbom.cdx.json")))!;
        var listed = bill["components"]!.AsArray()
            .ToDictionary(one => $"{one!["name"]} {one["version"]}", one => one!["licenses"]);

        Assert.Equal("CycloneDX", bill["bomFormat"]!.GetValue<string>());
        Assert.All(Locked(), package => Assert.NotNull(Assert.Contains(package, listed)));
        Assert.Equal(Committed(), File.ReadAllText(Path.Combine(root!, Doc, "NOTICE")));
        Assert.Contains(
            Directory.GetFiles(Path.Combine(root!, Doc)), file => file.Contains("nativeaot", StringComparison.Ordinal));
    }

    private static string Committed() => File.ReadAllText(Path.Combine(Repository.Root, "NOTICE"));

    private static IEnumerable<string> Locked()
    {
        using var file =
            JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "Provider/packages.lock.json")));
        return [.. file.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
            .Select(package => $"{package.Name} {package.Value.GetProperty("resolved").GetString()}")];
    }
}
