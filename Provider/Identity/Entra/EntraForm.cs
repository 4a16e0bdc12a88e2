using System.Text;
using Azure.Core;
using Provider.Model;

namespace Provider.Identity.Entra;

/// <summary>The form of a token request: client credentials (RFC 6749, section 4.4) with a secret, or with an assertion (RFC 7523).</summary>
internal static class EntraForm
{
    /// <summary>The form's media type.</summary>
    public const string MediaType = "application/x-www-form-urlencoded";

    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Makes the request's body.</summary>
    /// <param name="application">Whose token, and its proof.</param>
    /// <param name="resource">What the token is for.</param>
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
