using Provider.KeyVault;
using Provider.Model;
using Provider.Tests.Identity;

namespace Provider.Tests.KeyVault;

/// <summary>Which reads are equal.</summary>
public sealed class ReadKeyTests
{
    private static readonly MountPlan Plan = Plans.PodIdentity();

    [Fact]
    public void Only_reads_of_one_principal_of_one_authority_are_equal()
    {
        var entry = VaultMount.Entry();
        var stack = Plan with { Cloud = Plan.Cloud with { Authority = new Uri("https://login.stack.example/") } };

        Assert.Equal(ReadKey.Of("client a", Plan, entry), ReadKey.Of("client a", Plan, entry));
        Assert.NotEqual(ReadKey.Of("client a", Plan, entry), ReadKey.Of("client b", Plan, entry));
        Assert.NotEqual(ReadKey.Of("client a", Plan, entry), ReadKey.Of("client a", stack, entry));
    }
}
