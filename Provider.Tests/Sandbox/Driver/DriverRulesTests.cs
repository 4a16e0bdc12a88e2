using Provider.Protocol;
using Provider.Sandbox.Driver;

namespace Provider.Tests.Sandbox.Driver;

/// <summary>What the driver refuses of a response, and what it lets pass.</summary>
public sealed class DriverRulesTests
{
    public static TheoryData<string> Refused =>
    [
        "", "/a", "..", "../a", "a/../b", "..a", "..data/a", "a//b", "a/", "./a", "a/./b", new string('a', 256),
        string.Join('/', Enumerable.Repeat(new string('a', 200), 21)),
    ];

    public static TheoryData<string> Accepted =>
        ["a", "a/b/c", "a/..b", "a..b", ".hidden", new string('a', 255), "a b", "."];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_path_that_the_driver_refuses_is_refused(string path) =>
        Assert.Contains("path", DriverRules.Fault(Response(path)), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_path_that_the_driver_lets_pass_passes(string path) => Assert.Null(DriverRules.Fault(Response(path)));

    [Fact]
    public void A_response_needs_object_versions() =>
        Assert.Equal(
            "missing object versions",
            DriverRules.Fault(new MountResponse { Files = { new Protocol.File { Path = "a" } } }));

    [Fact]
    public void An_empty_volume_counts_as_success() =>
        Assert.Null(
            DriverRules.Fault(
                new MountResponse { ObjectVersion = { new ObjectVersion { Id = "secret/a", Version = "1" } } }));

    [Fact]
    public void An_error_code_hides_everything_else()
    {
        var response = Response("a");
        response.Error = new Error { Code = "some-code" };

        Assert.Contains("some-code", DriverRules.Fault(response), StringComparison.Ordinal);
    }

    private static MountResponse Response(string path) => new()
    {
        ObjectVersion = { new ObjectVersion { Id = "secret/a", Version = "1" } },
        Files = { new Protocol.File { Path = path } },
    };
}
