using System.Diagnostics;
using Provider.Tests.EndToEnd;
using Provider.Tool.Writing;

namespace Provider.Tests.Writing;

/// <summary>Where a volume is not written, because another user could replace it.</summary>
public sealed class TrustedPathTests : IDisposable
{
    private const int OtherUser = 65534;

    private readonly TemporaryDirectory directory = new();

    private string Target => PathOf("parent/volume");

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("parent", 0x1FF)]
    [InlineData("parent", 0x1F8)]
    [InlineData("parent", 0x1EF)]
    [InlineData("parent/volume", 0x1FF)]
    [InlineData("parent/volume", 0x3FF)]
    [InlineData("parent/volume", 0x1F8)]
    public void A_directory_that_others_can_write_is_refused(string name, int mode)
    {
        Directory.CreateDirectory(Target);
        File.SetUnixFileMode(PathOf(name), (UnixFileMode)mode);

        Assert.Contains($"{PathOf(name)}\" can be written by other users", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parent", 0x1C0)]
    [InlineData("parent", 0x1ED)]
    [InlineData("parent", 0x3FF)]
    [InlineData("parent/volume", 0x1ED)]
    public void A_directory_that_only_its_owner_can_write_or_that_is_sticky_is_fine(string name, int mode)
    {
        Directory.CreateDirectory(Target);
        File.SetUnixFileMode(PathOf(name), (UnixFileMode)mode);

        Check();
    }

    [Theory]
    [InlineData("parent")]
    [InlineData("parent/volume")]
    public void A_directory_of_another_user_is_refused(string name)
    {
        SkipUnlessRoot();
        Directory.CreateDirectory(Target);
        Run("chown", $"{OtherUser}", PathOf(name));

        Assert.Contains($"{PathOf(name)}\" is a directory of user {OtherUser}", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_of_another_user_on_the_way_is_refused()
    {
        SkipUnlessRoot();
        Directory.CreateDirectory(PathOf("real/volume"));
        File.CreateSymbolicLink(PathOf("parent"), "real");
        Run("chown", "--no-dereference", $"{OtherUser}", PathOf("parent"));

        Assert.Contains($"{PathOf("parent")}\" is a link of user {OtherUser}", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("real")]
    [InlineData("real/../real")]
    public void A_link_of_the_callers_is_followed_and_where_it_leads_is_checked(string to)
    {
        Directory.CreateDirectory(PathOf("real/volume"));
        File.CreateSymbolicLink(PathOf("parent"), to);
        Check();
        File.SetUnixFileMode(PathOf("real"), (UnixFileMode)0x1FF);

        Assert.Contains($"{PathOf("real")}\" can be written by other users", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_that_lead_to_each_other_end()
    {
        File.CreateSymbolicLink(PathOf("parent"), "other");
        File.CreateSymbolicLink(PathOf("other"), "parent");

        Assert.Contains("leads through more than 40 links", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parents_that_do_not_exist_yet_are_made_by_the_mount() =>
        TrustedPath.CheckParents(PathOf("not/there/yet"));

    private void Check()
    {
        TrustedPath.CheckParents(Target);
        using var target = PinnedDirectory.Open(Target);
        target.CheckOwner();
    }

    private string Refused() => Assert.Throws<IOException>(Check).Message;

    private string PathOf(string name) => Path.Combine(directory.Path, name);

    private static void SkipUnlessRoot() =>
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a file to another user");

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
