using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Provider.Sandbox.Cloud;

namespace Provider.Tests.Sandbox.Cloud;

/// <summary>A stand-in cloud, and a client in this process that is led into it as the provider is.</summary>
internal sealed class CloudClient : IAsyncDisposable
{
    public const string Principal = "11111111-1111-1111-1111-111111111111";
    public const string Resource = "https://vault.azure.net";

    private CloudClient(SandboxCloud cloud)
    {
        Cloud = cloud;
        Http = new HttpClient(cloud.CreateClientHandler());
        Node = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    }

    public SandboxCloud Cloud { get; }

    /// <summary>Through the proxy, over TLS.</summary>
    public HttpClient Http { get; }

    /// <summary>To the node's own endpoints, without a proxy.</summary>
    public HttpClient Node { get; }

    public static CancellationToken Limit => Patience.Limit;

    public static async Task<CloudClient> StartAsync(TimeProvider? time = null) =>
        new(await SandboxCloud.StartAsync(time ?? TimeProvider.System, new Random(1)));

    /// <summary>Reads from the vault <c>demo</c> with a good token, or with another one.</summary>
    public Task<HttpResponseMessage> GetAsync(string pathAndQuery, string? token = null) =>
        GetAsync(new Uri($"https://demo.vault.azure.net/{pathAndQuery}"),
            token ?? Cloud.Tokens.Issue(Principal, Resource).Text);

    public async Task<HttpResponseMessage> GetAsync(Uri address, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Version = Http.DefaultRequestVersion,
            VersionPolicy = Http.DefaultVersionPolicy,
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await Http.SendAsync(request, Limit);
    }

    public static async Task<JsonNode> JsonAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Limit))!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Node.Dispose();
        await Cloud.DisposeAsync();
    }
}
