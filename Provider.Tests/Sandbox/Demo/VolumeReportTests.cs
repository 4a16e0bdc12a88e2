using System.Collections.Immutable;
using Provider.Model;
using Provider.Parameters;
using Provider.Sandbox.Demo;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;

namespace Provider.Tests.Sandbox.Demo;

/// <summary>The tree that a person is shown: every file with its mode, its size and the version it came from.</summary>
public sealed class VolumeReportTests
{
    private const string Objects = """
        array:
          - |
            objectName: history
            objectType: secret
            objectAlias: old/values
            objectVersionHistory: 2
          - |
            objectName: web
            objectType: secret
        """;

    [Fact]
    public void Histories_and_split_certificates_are_traced_to_their_objects()
    {
        var volume = Volume(
            ["old/values/0", "old/values/1", "web", "web.crt", "web.key"],
            ("secret/history/0", "v2"), ("secret/history/1", "v1"), ("secret/web", "v3"));
        using var output = new StringWriter();

        VolumeReport.Write(output, volume, Plan());

        Assert.Equal(
            """

            What the pod sees
              old/
                values/
                  0    -rw-r----- 0640      3 B  secret/history/0 v2
                  1    -rw-r----- 0640      3 B  secret/history/1 v1
              web      -rw-r----- 0640      3 B  secret/web v3
              web.crt  -rw-r----- 0640      3 B  secret/web v3
              web.key  -rw-r----- 0640      3 B  secret/web v3

            """,
            output.ToString());
    }

    [Fact]
    public void A_file_that_was_not_requested_is_shown_without_a_source()
    {
        using var output = new StringWriter();

        VolumeReport.Write(output, Volume(["other"]), Plan());

        Assert.EndsWith("  other  -rw-r----- 0640      3 B\n", output.ToString(), StringComparison.Ordinal);
    }

    private static MountedVolume Volume(string[] paths, params (string Id, string Version)[] versions) => new(
        paths.ToImmutableSortedDictionary(
            path => path, _ => new MountedFile((UnixFileMode)416, new byte[3]), StringComparer.Ordinal),
        versions.ToImmutableSortedDictionary(version => version.Id, version => version.Version, StringComparer.Ordinal),
        0);

    private static MountPlan Plan()
    {
        var parameters = ImmutableDictionary<string, string>.Empty
            .Add("usePodIdentity", "true").Add("keyvaultName", "demo").Add("objects", Objects);
        var request = MountRequests.Make(
            new SecretProviderClass("shop", "app-secrets", parameters),
            new Pod("shop", "app-0", "uid", "web", [], [], null), null, null, "/target");
        return new PlanReader("AzurePublicCloud")
            .Read(new MountInput(request.Attributes, request.Secrets, request.TargetPath, request.Permission)).Plan!;
    }
}
