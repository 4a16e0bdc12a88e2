using Azure.Core;
using Provider.Http;
using Provider.Model;

namespace Provider.Identity.Entra;

/// <summary>Asks Entra for the token of an application, with one request and nothing before it.</summary>
/// <remarks>
/// MSAL, which Azure.Identity's credentials use, is not used: when Entra asks one caller to wait, MSAL refuses every later
/// request for the same client id and tenant in the process for up to an hour, whatever proof it brings, so that one pod could
/// shut another out. It also caches tokens of its own, which would outlive their refusal by a vault.
/// </remarks>
internal sealed class EntraClient(CallSettings settings)
{
    private readonly CallPipeline pipeline = settings.Pipeline();

    /// <summary>Asks until there is a token, a final refusal, or no time left.</summary>
    /// <exception cref="MountException">There was no token.</exception>
    public async Task<IssuedToken> AskAsync(MountPlan plan, CancellationToken cancellationToken)
    {
        var application = (AccessMode.Application)plan.Access;
        return (IssuedToken)await pipeline.SendAsync(
            new EntraEndpoint(plan, application), request => Fill(request, plan, application), cancellationToken);
    }

    private static void Fill(Request request, MountPlan plan, AccessMode.Application application)
    {
        request.Method = RequestMethod.Post;
        request.Uri.Reset(plan.Cloud.TokenEndpoint(plan.Tenant!));
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("Content-Type", EntraForm.MediaType);
        request.Content = EntraForm.Make(application, plan.Cloud.TokenResource);
    }
}
