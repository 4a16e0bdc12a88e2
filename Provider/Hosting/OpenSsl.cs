using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Provider.Hosting;

/// <summary>Checks that the OpenSSL that .NET uses for TLS, hashes and random numbers works.</summary>
// Without libssl .NET ends the process at the first use. On a node in FIPS mode Ubuntu's OpenSSL looks for a FIPS
// module, and where the image has none every operation fails (dotnet/runtime#107164).
internal static class OpenSsl
{
    private const string VersionOverride = "CLR_OPENSSL_VERSION_OVERRIDE";

    /// <summary>What is wrong and what to do; null if it works.</summary>
    public static string? Fault()
    {
        string[] versions = [Environment.GetEnvironmentVariable(VersionOverride) ?? "3", "3", "1.1"];
        if (!versions.Any(version => NativeLibrary.TryLoad($"libssl.so.{version}", out _)))
        {
            return "libssl.so.3 cannot be loaded. Use an image that has OpenSSL 3.";
        }

        try
        {
            Span<byte> random = stackalloc byte[32];
            RandomNumberGenerator.Fill(random);
            SHA256.HashData(random, random);
            return null;
        }
        catch (CryptographicException error)
        {
            return $"OpenSSL cannot be used ({error.Message}). On a node in FIPS mode use an image that has OpenSSL's "
                + "FIPS module, "
                + "such as the default base image; elsewhere check OPENSSL_CONF.";
        }
    }
}
