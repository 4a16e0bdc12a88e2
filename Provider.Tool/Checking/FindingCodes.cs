using System.Collections.Immutable;
using static Provider.Tool.Checking.Severity;

namespace Provider.Tool.Checking;

/// <summary>Every kind of finding that is not also an error code of a mount.</summary>
internal static class FindingCodes
{
    // The file.
    public static readonly FindingCode YamlInvalid =
        new("yaml-invalid", Error, "The document is not YAML.");

    public static readonly FindingCode TabIndentation =
        new("tab-indentation", Error, "A line is indented with a tab, which YAML does not allow.");

    public static readonly FindingCode Template =
        new("template", Error, "The document or a value is a template that was not rendered.");

    public static readonly FindingCode HiddenCharacter =
        new("hidden-character", Warning, "A value or name has a character that cannot be seen.");

    // Kubernetes.
    public static readonly FindingCode KindUnknown =
        new("kind-unknown", Error, "The kind is not SecretProviderClass, but was probably meant to be.");

    public static readonly FindingCode ApiVersionUnknown =
        new("api-version-unknown", Error, "The driver has no such apiVersion.");

    public static readonly FindingCode ApiVersionDeprecated =
        new("api-version-deprecated", Hint, "The apiVersion is deprecated.");

    public static readonly FindingCode NameInvalid =
        new("name-invalid", Error, "Kubernetes does not accept the name of the class or of its namespace.");

    public static readonly FindingCode NameRepeated =
        new("name-repeated", Hint, "Another class of the file has the same name; the last one counts.");

    public static readonly FindingCode LabelInvalid =
        new("label-invalid", Error, "Kubernetes does not accept a label or an annotation.");

    public static readonly FindingCode FieldUnknown =
        new("field-unknown", Error, "The schema has no such field: kubectl refuses it, other tools drop it.");

    public static readonly FindingCode FieldExtra =
        new("field-extra", Hint, "A field beside spec that Kubernetes does not know, such as a holder of anchors.");

    public static readonly FindingCode FieldMisplaced =
        new("field-misplaced", Error, "A field is in the wrong place.");

    public static readonly FindingCode FieldMissing =
        new("field-missing", Error, "A field is missing or empty.");

    public static readonly FindingCode FieldType =
        new("field-type", Error, "A value is not of the type that the schema demands.");

    public static readonly FindingCode BlockUnindented =
        new("block-unindented", Error, "Lines are not indented below the key that they belong to.");

    public static readonly FindingCode BarMissing =
        new("bar-missing", Error, "The value of objects is YAML instead of text: the bar after objects: is missing.");

    // Parameters and entries.
    public static readonly FindingCode ProviderUnknown =
        new("provider-unknown", Error, "spec.provider is not azure, but was probably meant to be.");

    public static readonly FindingCode ParameterUnknown =
        new("parameter-unknown", Warning, "A parameter is unknown and ignored.");

    public static readonly FindingCode ParameterSpelling =
        new("parameter-spelling", Warning, "A parameter is not in its documented spelling.");

    public static readonly FindingCode OlderSpelling =
        new("older-spelling", Hint, "tenantId is the older spelling of tenantID.");

    public static readonly FindingCode ParameterIgnored =
        new("parameter-ignored", Warning, "Another parameter makes this one have no effect.");

    public static readonly FindingCode Placeholder =
        new("placeholder", Warning, "A value is a placeholder that was not replaced.");

    public static readonly FindingCode ClientIdUnlikely =
        new("client-id-unlikely", Warning, "clientID is not a client id.");

    public static readonly FindingCode TenantUnlikely =
        new("tenant-unlikely", Warning, "tenantID is neither a tenant's id nor a domain.");

    public static readonly FindingCode AccessModeMissing =
        new("access-mode-missing", Hint, "The class has no access mode and needs a nodePublishSecretRef.");

    public static readonly FindingCode EntryFieldUnknown =
        new("entry-field-unknown", Warning, "A field of an entry is unknown and ignored.");

    public static readonly FindingCode EntryFieldSpelling =
        new("entry-field-spelling", Warning, "A field of an entry is not in its documented spelling and is ignored.");

    public static readonly FindingCode VersionUnlikely =
        new("version-unlikely", Warning, "objectVersion is not the id of a version.");

    public static readonly FindingCode AliasHyphen =
        new("alias-hyphen", Warning, "A file's name begins with a hyphen, which commands read as an option.");

    public static readonly FindingCode AliasTilde =
        new("alias-tilde", Warning, "A file's path begins with a tilde, which is not a home directory here.");

    // Secrets that the driver makes.
    public static readonly FindingCode SecretNameInvalid =
        new("secret-name-invalid", Error, "Kubernetes does not accept the name of a Secret.");

    public static readonly FindingCode SecretRepeated =
        new("secret-repeated", Error, "Two items of secretObjects have one secretName.");

    public static readonly FindingCode SecretTypeUnknown =
        new("secret-type-unknown", Warning, "The type of a Secret is not one that Kubernetes knows.");

    public static readonly FindingCode SecretFileUnknown =
        new("secret-file-unknown", Error, "objectName is not the path of a file of the class.");

    public static readonly FindingCode SecretFileOptional =
        new("secret-file-optional", Hint, "A Secret needs a file that may be absent.");

    public static readonly FindingCode SecretKeyInvalid =
        new("secret-key-invalid", Error, "Kubernetes or the driver does not accept the key of a Secret.");

    public static readonly FindingCode SecretKeyRepeated =
        new("secret-key-repeated", Error, "Two values of a Secret have one key; one of them is lost.");

    public static readonly FindingCode SecretKeyMissing =
        new("secret-key-missing", Error, "The type of a Secret needs a key that is not there.");

    public static readonly FindingCode SecretContentUnsuitable =
        new("secret-content-unsuitable", Error, "A file cannot hold what the key of a Secret needs.");

    // The Go provider.
    public static readonly FindingCode GoIgnores =
        new("go-ignores", Warning, "The Go provider ignores it; with --compat go only.");

    public static readonly FindingCode GoFails =
        new("go-fails", Warning, "The Go provider fails on it; with --compat go only.");

    public static readonly FindingCode GoDiffers =
        new("go-differs", Warning, "The Go provider gives another result; with --compat go only.");

    public static readonly ImmutableArray<FindingCode> All =
    [
        YamlInvalid, TabIndentation, Template, HiddenCharacter, KindUnknown, ApiVersionUnknown, ApiVersionDeprecated,
        NameInvalid, NameRepeated,
        LabelInvalid, FieldUnknown, FieldExtra, FieldMisplaced, FieldMissing, FieldType, BlockUnindented, BarMissing,
        ProviderUnknown,
        ParameterUnknown, ParameterSpelling, OlderSpelling, ParameterIgnored, Placeholder, ClientIdUnlikely,
        TenantUnlikely, AccessModeMissing,
        EntryFieldUnknown, EntryFieldSpelling, VersionUnlikely, AliasHyphen, AliasTilde, SecretNameInvalid,
        SecretRepeated,
        SecretTypeUnknown,
        SecretFileUnknown, SecretFileOptional, SecretKeyInvalid, SecretKeyRepeated, SecretKeyMissing,
        SecretContentUnsuitable, GoIgnores, GoFails, GoDiffers,
    ];
}
