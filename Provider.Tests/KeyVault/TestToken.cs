using System.Buffers.Text;
using System.Text;

namespace Provider.Tests.KeyVault;

/// <summary>Access tokens of Entra's form.</summary>
internal static class TestToken
{
    private static readonly long Expiry = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    /// <summary>A token of a principal; two with one principal and other signatures have equal claims.</summary>
    public static string Of(string principal, string signature = "signature", long? expiry = null) => WithPayload(
        $$"""{"iss":"https://sts.windows.net/t/","tid":"t","oid":"{{principal}}","appid":"app-{{principal}}","exp":{{expiry ?? Expiry}}}""", signature);

    public static string WithPayload(string payload, string signature = "signature") =>
        $"{Base64Url.EncodeToString("{}"u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.{signature}";
}
