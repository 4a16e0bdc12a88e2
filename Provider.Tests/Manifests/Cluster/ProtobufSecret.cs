using System.Text.Json.Nodes;
using Google.Protobuf;

namespace Provider.Tests.Manifests.Cluster;

/// <summary>
/// Reads a Secret as client-go sends it: the bytes "k8s" and 0, an envelope, and in it the object.
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding; field numbers of k8s.io/api/core/v1.
/// </summary>
internal static class ProtobufSecret
{
    public static JsonObject Read(byte[] body)
    {
        var secret = Fields(Fields(body[4..]).First(field => field.Number == 2).Value).ToList();
        var metadata = Fields(secret.First(field => field.Number == 1).Value).ToList();
        return new JsonObject
        {
            ["apiVersion"] = "v1", ["kind"] = "Secret", ["type"] = Text(secret, 3),
            ["metadata"] =
                new JsonObject { ["name"] = Text(metadata, 1),
                    ["labels"] = Map(metadata, 11, bytes => bytes.ToStringUtf8()) },
            ["data"] = Map(secret, 2, bytes => bytes.ToBase64()),
        };
    }

    private static string? Text(List<(int Number, ByteString Value)> fields, int number) =>
        fields.Where(field => field.Number == number).Select(field => field.Value.ToStringUtf8()).FirstOrDefault();

    private static JsonObject Map(
        List<(int Number, ByteString Value)> fields, int number, Func<ByteString, string> value) =>
        new(fields.Where(field => field.Number == number)
            .Select(field => Fields(field.Value).ToDictionary(one => one.Number, one => one.Value))
            .Select(entry => KeyValuePair.Create(entry[1].ToStringUtf8(), (JsonNode?)value(entry[2]))));

    private static IEnumerable<(int Number, ByteString Value)> Fields(ByteString message) =>
        Fields(message.ToByteArray());

    private static IEnumerable<(int Number, ByteString Value)> Fields(byte[] message)
    {
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                yield return (WireFormat.GetTagFieldNumber(tag), input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }
    }
}
