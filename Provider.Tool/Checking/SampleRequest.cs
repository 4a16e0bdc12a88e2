using System.Text.Encodings.Web;
using System.Text.Json;
using Provider.Model;
using Provider.Parameters;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>The request that the driver would send for a class, with an example pod.</summary>
internal static class SampleRequest
{
    // The attributes of the pod and not of the class, as in a correct cluster.
    private const string Tokens =
        $$$"""{"{{{PlanSettings.EntraAudience}}}":{"token":"any"},"{{{PlanSettings.ProxyAudience}}}":{"token":"any"}}""";

    private const string ServicePrincipal =
        $$$"""{"{{{ParameterNames.ServicePrincipalId}}}":"any","{{{ParameterNames.ServicePrincipalSecret}}}":"any"}""";

    private const string Domain = "any.invalid";

    /// <summary>
    /// A sample environment file: the real one is in the provider's container, which is not available here.
    /// </summary>
    public static CloudFile CloudFile { get; } = new(
        $$"""{"activeDirectoryEndpoint":"https://{{Domain}}","keyVaultEndpoint":"https://{{Domain}}","keyVaultDNSSuffix":"{{Domain}}"}""",
        null);

    /// <summary>Whether the host of the class's vault does not depend on that file.</summary>
    public static bool IsVaultKnown(MountPlan plan) => plan.Cloud.VaultSuffix != Domain;

    public static MountInput For(YamlMapping parameters, string className, bool withPrincipal = false)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in parameters.Entries)
        {
            if (value is YamlScalar { IsNull: false } scalar)
            {
                attributes[key.Text] = scalar.Text;
            }
        }

        attributes[ParameterNames.SecretProviderClass] = className;
        attributes[ParameterNames.PodName] = "any";
        attributes[ParameterNames.PodNamespace] = "any";
        attributes[ParameterNames.PodUid] = "any";
        attributes[ParameterNames.ServiceAccountName] = "any";
        attributes[ParameterNames.ServiceAccountTokens] = Tokens;
        return new MountInput(Json(attributes), withPrincipal ? ServicePrincipal : "null", "/", "420");
    }

    private static string Json(SortedDictionary<string, string> attributes)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var (name, value) in attributes)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
