using Azure.Core;
using Provider.Http;
using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Identity.PodIdentity;

/// <summary>Requests the token of a pod's identity from NMI, on the node's loopback address.</summary>
internal sealed class NmiClient(Uri address, CallSettings settings)
{
    private readonly CallPipeline pipeline = settings.Pipeline();

    /// <summary>Retries until there is a token, a final refusal, or no time left.</summary>
    /// <exception cref="MountException">
    /// No token could be obtained; the message has the reason, the time waited, and what to check.
    /// </exception>
    public async Task<IssuedToken> GetTokenAsync(PodReference pod, string resource, CancellationToken cancellationToken)
    {
        return (IssuedToken)await pipeline.SendAsync(
            new NmiEndpoint(address, pod), request => Fill(request, pod, resource), cancellationToken);
    }

    private void Fill(Request request, PodReference pod, string resource)
    {
        request.Method = RequestMethod.Get;
        request.Uri.Reset(new Uri(address, "/host/token/"));
        request.Uri.AppendQuery("resource", Uri.EscapeDataString(resource), escapeValue: false);
        request.Headers.Add("podns", pod.Namespace);
        request.Headers.Add("podname", pod.Name);
    }
}
