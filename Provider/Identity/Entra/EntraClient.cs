using System.Text;
using Azure.Core;
using Provider.Http;
using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Identity.Entra;

/// <summary>Requests the token of an application from Entra, in a single request.</summary>
// MSAL, which Azure.Identity's credentials use, is not used: when Entra asks one caller to wait, MSAL refuses every
// later request for the same client id and tenant in the process for up to an hour, whatever proof it brings, so that
// one pod could block another. It also caches tokens itself, even after a vault has refused them.
internal sealed class EntraClient(CallSettings settings)
{
    private readonly CallPipeline pipeline = settings.Pipeline();

    /// <summary>Retries until there is a token, a final refusal, or no time left.</summary>
    /// <exception cref="MountException">No token could be obtained.</exception>
    public async Task<IssuedToken> GetTokenAsync(MountPlan plan, CancellationToken cancellationToken)
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

/// <summary>A token request's form: client credentials (RFC 6749, section 4.4; RFC 7523).</summary>
internal static class EntraForm
{
    public const string MediaType = "application/x-www-form-urlencoded";

    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public static RequestContent Make(AccessMode.Application application, string resource)
    {
        List<(string Name, string Value)> fields =
        [
            ("grant_type", "client_credentials"),
            ("client_id", application.ClientId),
            ("scope", resource + "/.default"),
        ];
        switch (application)
        {
            case AccessMode.ServicePrincipal principal:
                fields.Add(("client_secret", principal.ClientSecret.Reveal()));
                break;
            case AccessMode.Federated federated:
                fields.Add(("client_assertion_type", JwtBearer));
                fields.Add(("client_assertion", federated.Token.Text.Reveal()));
                break;
        }

        return RequestContent.Create(Encoding.UTF8.GetBytes(
            string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"))));
    }
}
