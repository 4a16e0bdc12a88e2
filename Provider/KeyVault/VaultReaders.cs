using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Certificates;
using Azure.Security.KeyVault.Secrets;
using Provider.Http;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Makes the readers of one vault for one mount. Azure's clients are made here and nowhere else.</summary>
/// <param name="plan">The mount's plan.</param>
/// <param name="credential">The mount's token.</param>
/// <param name="settings">How calls are made.</param>
/// <param name="gate">Takes each try of a call in and out.</param>
/// <param name="metrics">Counts the tries.</param>
internal sealed class VaultReaders(
    MountPlan plan, TokenCredential credential, CallSettings settings, HttpPipelinePolicy gate, VaultMetrics metrics)
{
    /// <summary>The REST API's version: the Go provider's, which every cloud serves. The libraries' own default is newer.</summary>
    public const string ApiVersion = "7.6";

    private static readonly LibraryEndpoint Vault = new(
        "vault", ErrorCodes.VaultFailed, FirstDelay: TimeSpan.FromMilliseconds(500), LongestDelay: TimeSpan.FromSeconds(16),
        AttemptTimeout: TimeSpan.FromSeconds(30));

    /// <summary>The reader for a type of object.</summary>
    /// <param name="type">The type.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the set.</exception>
    public IObjectReader For(ObjectType type) => type switch
    {
        ObjectType.Secret => new SecretReader(new SecretClient(
            plan.Vault, credential, Applied(type, new SecretClientOptions(SecretClientOptions.ServiceVersion.V7_6)))),
        ObjectType.Key => new KeyReader(
            plan.Vault, credential, plan.Cloud.TokenResource + "/.default", Applied(type, new KeyClientOptions())),
        ObjectType.Certificate => new CertificateReader(new CertificateClient(
            plan.Vault, credential, Applied(type, new CertificateClientOptions(CertificateClientOptions.ServiceVersion.V7_6)))),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private T Applied<T>(ObjectType type, T options)
        where T : ClientOptions
    {
        settings.Apply(options, Vault, gate, new VaultCallCount(type, metrics));
        options.AddPolicy(new VaultHostPolicy(plan.Vault), HttpPipelinePosition.PerCall);
        return options;
    }
}
