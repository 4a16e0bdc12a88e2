using System.Text.Json;
using Provider.Model;
using Provider.Parameters;

namespace Provider.Tests.Parameters;

/// <summary>A request that is fine, and the same with one thing changed: each test says only what it changes.</summary>
internal sealed class ValidRequest
{
    private readonly Dictionary<string, string> attributes = new()
    {
        ["csi.storage.k8s.io/pod.name"] = "app-0",
        ["csi.storage.k8s.io/pod.namespace"] = "shop",
        ["csi.storage.k8s.io/pod.uid"] = "1d3e0c4a-0000-4000-8000-000000000001",
        ["csi.storage.k8s.io/serviceAccount.name"] = "app",
        ["secretProviderClass"] = "shop-secrets",
        ["keyvaultName"] = "demo",
        ["usePodIdentity"] = "true",
        ["objects"] = Entries("objectName: secret1\nobjectType: secret"),
    };

    private string permission = "420";
    private string secrets = "null";
    private PlanSettings settings = new("AzurePublicCloud");

    public static string Entries(params string[] entries) =>
        "array:\n" + string.Concat(entries.Select(entry => "  - |\n" + Indent(entry)));

    public ValidRequest With(string name, string value)
    {
        attributes[name] = value;
        return this;
    }

    public ValidRequest Without(string name)
    {
        attributes.Remove(name);
        return this;
    }

    public ValidRequest WithObjects(string yaml) => With("objects", yaml);

    public ValidRequest WithEntries(params string[] entries) => WithObjects(Entries(entries));

    /// <summary>One entry: the valid one with one more line.</summary>
    public ValidRequest WithField(string line) => WithEntries("objectName: secret1\nobjectType: secret\n" + line);

    /// <summary>The request's <c>secrets</c>, as JSON.</summary>
    public ValidRequest WithSecrets(string json)
    {
        secrets = json;
        return this;
    }

    /// <summary>Read with other choices of the operator.</summary>
    public ValidRequest ReadWith(PlanSettings other)
    {
        settings = other;
        return this;
    }

    /// <summary>Without pod identity, and so without any access mode.</summary>
    public ValidRequest WithoutAccess() =>
        Without("usePodIdentity").With("tenantID", "22222222-2222-2222-2222-222222222222");

    /// <summary>With service-account tokens, as kubelet writes them into the attributes.</summary>
    public ValidRequest WithTokens(string json) => With("csi.storage.k8s.io/serviceAccount.tokens", json);

    public ValidRequest WithPermission(string text)
    {
        permission = text;
        return this;
    }

    public MountInput ToInput() => new(JsonSerializer.Serialize(attributes), secrets, "/target", permission);

    public PlanReading Read() => new PlanReader(settings).Read(ToInput());

    public MountPlan Plan() => Read().OrThrow();

    /// <summary>The one entry of the plan.</summary>
    public ObjectEntry Entry() => Assert.Single(Plan().Entries);

    public Problem Problem() => Assert.Single(Read().Problems);

    private static string Indent(string entry) =>
        string.Concat(entry.Split('\n').Select(line => "    " + line + "\n"));
}
