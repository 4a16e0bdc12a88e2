using Provider.Hosting;

namespace Provider.Tests.Hosting;

/// <summary>A pod's author names the file: whatever they write, only the operator's directory is read.</summary>
public sealed class CloudEnvironmentFilesTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("clouds-");

    public CloudEnvironmentFilesTests()
    {
        Directory.CreateDirectory(Allowed);
        File.WriteAllText(In("cloud.json"), "{}");
        File.WriteAllText(Path.Combine(root.FullName, "outside.json"), "canary");
    }

    private string Allowed => Path.Combine(root.FullName, "allowed");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void A_file_below_the_directory_is_read()
    {
        Directory.CreateDirectory(In("deep"));
        File.WriteAllText(In("deep/cloud.json"), "\ufeff{}");

        Assert.Equal("{}", Read(In("cloud.json")));
        Assert.Equal("{}", Read(In("deep/../deep/cloud.json")));
    }

    [Fact]
    public void A_link_that_stays_inside_is_followed_as_kubelets_own_volumes_need()
    {
        Directory.CreateDirectory(In("..2026"));
        File.WriteAllText(In("..2026/cloud.json"), "{}");
        File.CreateSymbolicLink(In("..data"), "..2026");
        File.CreateSymbolicLink(In("linked.json"), "..data/cloud.json");

        Assert.Equal("{}", Read(In("linked.json")));
    }

    [Fact]
    public void The_directory_may_itself_be_a_link()
    {
        File.CreateSymbolicLink(Path.Combine(root.FullName, "etc"), Allowed);

        Assert.Equal(
            "{}", new CloudEnvironmentFiles(Path.Combine(root.FullName, "etc"), null).Read(
                Path.Combine(root.FullName, "etc", "cloud.json")).Text);
    }

    [Fact]
    public void A_link_that_leads_out_is_refused_wherever_it_is_in_the_path()
    {
        File.CreateSymbolicLink(In("file.json"), Path.Combine(root.FullName, "outside.json"));
        File.CreateSymbolicLink(In("folder"), root.FullName);

        Assert.Equal($"is a link that leads out of {Allowed}", Fault(In("file.json")));
        Assert.Equal($"is a link that leads out of {Allowed}", Fault(In("folder/outside.json")));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/proc/self/environ")]
    [InlineData("/dev/zero")]
    [InlineData("cloud.json")]
    [InlineData("")]
    public void A_path_outside_is_refused_before_it_is_looked_at(string path) =>
        Assert.Equal($"is not below {Allowed}", Fault(path));

    [Fact]
    public void Steps_up_and_names_that_only_begin_alike_are_refused()
    {
        Directory.CreateDirectory(Allowed + "-not");
        File.WriteAllText(Allowed + "-not/cloud.json", "canary");

        Assert.Equal($"is not below {Allowed}", Fault(In("../outside.json")));
        Assert.Equal($"is not below {Allowed}", Fault(Allowed + "-not/cloud.json"));
        Assert.Equal($"is not below {Allowed}", Fault(In("cloud.json\0")));
        Assert.Equal($"is not below {Allowed}", Fault(Allowed));
    }

    [Fact]
    public void A_file_that_is_missing_a_directory_or_too_long_is_reported()
    {
        File.WriteAllText(In("long.json"), new string(' ', CloudEnvironmentFiles.LongestFile + 1));
        File.WriteAllText(In("just.json"), new string(' ', CloudEnvironmentFiles.LongestFile));
        Directory.CreateDirectory(In("folder"));

        Assert.Equal("does not exist or cannot be read", Fault(In("none.json")));
        Assert.Equal("does not exist or cannot be read", Fault(In("folder")));
        Assert.Equal("is longer than 65536 bytes", Fault(In("long.json")));
        Assert.NotNull(Read(In("just.json")));
    }

    [Fact]
    public void The_operators_own_file_may_lie_anywhere_and_is_read_where_a_class_names_none()
    {
        Assert.Equal(
            "canary", new CloudEnvironmentFiles(Allowed, Path.Combine(root.FullName, "outside.json")).Read(null).Text);
        Assert.Equal("needs an environment file, and cloudEnvFileName names none",
            new CloudEnvironmentFiles(Allowed, null).Read(null).Fault);
    }

    private string In(string name) => Path.Combine(Allowed, name);

    private string? Read(string path) => new CloudEnvironmentFiles(Allowed, null).Read(path).Text;

    private string? Fault(string path) => new CloudEnvironmentFiles(Allowed, null).Read(path).Fault;
}
