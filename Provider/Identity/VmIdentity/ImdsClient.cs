using Azure.Core;
using Provider.Http;
using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Identity.VmIdentity;

/// <summary>Requests the token of a managed identity of the node from its instance metadata service.</summary>
// Azure.Identity's own client is not used: it waits by the wall clock between its own retries, caches endpoint and
// tokens for the whole process, and its errors quote the response.
internal sealed class ImdsClient(Uri address, CallSettings settings)
{
    private readonly CallPipeline pipeline = settings.Pipeline();

    /// <summary><c>identityId</c>: null means the system-assigned identity.</summary>
    /// <exception cref="MountException">No token could be obtained.</exception>
    public async Task<IssuedToken> GetTokenAsync(
        string? identityId, string resource, CancellationToken cancellationToken)
    {
        var endpoint = new ImdsEndpoint(address, identityId);
        if (identityId is null or ['/', ..])
        {
            return await GetTokenAsync(endpoint, "msi_res_id", resource, cancellationToken);
        }

        try
        {
            return await GetTokenAsync(endpoint, "client_id", resource, cancellationToken);
        }
        catch (MountException unknown) when (unknown.Code == ErrorCodes.VmIdentityNotAssigned)
        {
            // Client ids and object ids have the same form; client ids are more common.
            return await GetTokenAsync(endpoint, "object_id", resource, cancellationToken);
        }
    }

    private async Task<IssuedToken> GetTokenAsync(
        ImdsEndpoint endpoint, string parameter, string resource, CancellationToken cancellationToken)
    {
        return (IssuedToken)await pipeline.SendAsync(
            endpoint, request => Fill(request, parameter, endpoint.IdentityId, resource), cancellationToken);
    }

    private void Fill(Request request, string parameter, string? identityId, string resource)
    {
        request.Method = RequestMethod.Get;
        request.Uri.Reset(new Uri(address, "/metadata/identity/oauth2/token"));
        request.Uri.AppendQuery("api-version", "2018-02-01");
        request.Uri.AppendQuery("resource", Uri.EscapeDataString(resource), escapeValue: false);
        if (identityId is not null)
        {
            request.Uri.AppendQuery(parameter, Uri.EscapeDataString(identityId), escapeValue: false);
        }

        request.Headers.Add("Metadata", "true");
    }
}
