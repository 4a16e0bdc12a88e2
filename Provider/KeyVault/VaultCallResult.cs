using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http;

namespace Provider.KeyVault;

/// <summary>The outcome of a client library's call as our endpoint reads it, not the library's model.</summary>
internal sealed class VaultCallResult
{
    private const string Property = "provider-vault-result";

    /// <summary>The result of the call; null until it has succeeded.</summary>
    public Outcome.Success? Success { get; private set; }

    /// <summary>The status of the latest response; null without one.</summary>
    public int? Status { get; private set; }

    public IDisposable Begin() =>
        HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Property] = this });

    /// <summary>Passes the result of each call to the scope in which it was made.</summary>
    public sealed class Policy : AsyncPolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var result = message.TryGetProperty(Property, out var value) && value is VaultCallResult holder
                ? holder
                : throw new InvalidOperationException("The request was made outside the scope of a result.");
            try
            {
                await ProcessNextAsync(message, pipeline);
                result.Success = Call.Of(message).Outcome as Outcome.Success;
            }
            finally
            {
                result.Status = message.HasResponse ? message.Response.Status : null;
            }
        }
    }
}
