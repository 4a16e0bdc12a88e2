using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Reads keys: their public part. It does what a client library for keys would do, on the same pipeline.</summary>
internal sealed class KeyReader : IObjectReader
{
    private readonly HttpPipeline pipeline;
    private readonly Uri vault;

    /// <summary>A reader for one vault.</summary>
    /// <param name="vault">The vault's address.</param>
    /// <param name="credential">The mount's token.</param>
    /// <param name="scope">What the token is for.</param>
    /// <param name="options">How calls are made.</param>
    public KeyReader(Uri vault, TokenCredential credential, string scope, ClientOptions options)
    {
        this.vault = vault;
        // The other clients send a first request without a token, to be told what token the vault wants. Here that is known: the
        // cloud says it, and no other token is ever handed out. So the token goes with the first request.
        pipeline = HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(credential, scope));
    }

    /// <inheritdoc/>
    public async Task<VaultObject> ReadAsync(string name, string? version, CancellationToken cancellationToken)
    {
        using var answer = await GetAsync(Address(version is null ? $"keys/{name}" : $"keys/{name}/{version}"), cancellationToken);
        return KeyAnswers.Key(answer.Content.ToMemory());
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectVersion> ListAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (Uri? page = Address($"keys/{name}/versions"); page is not null;)
        {
            using var answer = await GetAsync(page, cancellationToken);
            var (versions, next) = KeyAnswers.Versions(answer.Content.ToMemory());
            foreach (var version in versions)
            {
                yield return version;
            }

            page = next;
        }
    }

    private Uri Address(string path) => new(vault, $"{path}?api-version={VaultReaders.ApiVersion}");

    private async Task<Response> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        var request = pipeline.CreateRequest();
        request.Method = RequestMethod.Get;
        request.Uri.Reset(address);
        request.Headers.Add(HttpHeader.Common.JsonAccept);
        var answer = await pipeline.SendRequestAsync(request, cancellationToken);
        return answer.Status == 200 ? answer : throw new RequestFailedException(answer);
    }
}
