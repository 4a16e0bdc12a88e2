using CsCheck;
using Provider.Model;
using Provider.Parameters;
using Provider.Yaml;

namespace Provider.Tests.Parameters;

/// <summary>Reading untrusted text ends in a plan or in problems, whatever it is: never in another exception.</summary>
public sealed class HostileTextTests
{
    private const string Valid =
        "array:\n  - |\n    objectName: \"a\"   # comment\n    objectType: 'secret'\n    objectAlias: &x d/e\n  - "
        + "{objectName: b, objectType: key, objectAlias: *x}\n  - >-\n    objectName: c\n\n    objectType: cert\n";

    private static readonly string[] Names = ["keyvaultName", "tenantID", "cloudName", "usePodIdentity", "objects",
        "clientID"];

    private static readonly Gen<string> YamlLike = Gen.OneOf(
        Gen.String[Gen.Char["ab:-|>[]{}&*!%@`#'\"\\ \t\n\r,?~=<\0\u0085\u2028\ufeff\ud800"], 0, 40],
        Mutated(Valid));

    private static readonly Gen<string> JsonLike = Gen.OneOf(
        Gen.String[Gen.Char["ab{}[]\":,\\u0 \n\0"], 0, 40],
        Mutated("{\"keyvaultName\":\"demo\",\"usePodIdentity\":\"true\",\"\\u003c\":\"\"}"));

    [Fact]
    public void Yaml() =>
        YamlLike.Sample(text =>
        {
            try
            {
                Assert.All(YamlReader.ReadAll(text), Assert.NotNull);
            }
            catch (YamlFormatException error)
            {
                Assert.NotEmpty(error.Message);
                Assert.True(error.Position is { Line: > 0, Column: > 0 });
            }
        }, iter: 5000);

    [Fact]
    public void Objects() =>
        YamlLike.Sample(text => Ends(() => new ValidRequest().WithObjects(text).Read()), iter: 5000);

    [Fact]
    public void Attributes_of_a_request() =>
        JsonLike.Sample(text =>
            Ends(() => new PlanReader("AzurePublicCloud").Read(new MountInput(text, text, "", "420"))), iter: 5000);

    [Fact]
    public void Parameters_of_a_class() =>
        Gen.Select(Gen.OneOf(Names.Select(Gen.Const).ToArray<IGen<string>>()), Gen.String).Sample(
            (name, value) => Ends(() => new ValidRequest().With(name, value).Read()), iter: 5000);

    private static void Ends(Func<PlanReading> read)
    {
        try
        {
            var reading = read();
            Assert.Equal(reading.Plan is null, reading.Problems.Length > 0);
        }
        catch (MountException refused)
        {
            Assert.Equal(ErrorCodes.RequestMalformed, refused.Code);
        }
    }

    private static Gen<string> Mutated(string text) =>
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Int[0, 8], Gen.String[0, 4])
            .Select((at, removed, added) => text[..at] + added + text[Math.Min(at + removed, text.Length)..]);
}
