using Azure.Core;
using Azure.Core.Pipeline;

namespace Provider.Http;

/// <summary>Names the provider, and the operator's own addition, in every request.</summary>
/// <param name="userAgent">The header's value.</param>
internal sealed class UserAgentPolicy(string userAgent) : HttpPipelineSynchronousPolicy
{
    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message) => message.Request.Headers.SetValue("User-Agent", userAgent);
}
