using System.Text.Json;
using System.Text.Json.Serialization;
using ContactOffice.Api.Http;
using ContactOffice.Api.Resources;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Api;

/// <summary>All that crosses the interface as JSON and has a class. Unknown members are refused, so that a misspelt one is not lost in silence.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(FirstAdministrator))]
[JsonSerializable(typeof(Setup))]
[JsonSerializable(typeof(Me))]
[JsonSerializable(typeof(NewPassword))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(NewToken))]
[JsonSerializable(typeof(AccessToken[]))]
[JsonSerializable(typeof(AppPassword[]))]
[JsonSerializable(typeof(AppPasswordRequest))]
[JsonSerializable(typeof(NewAppPassword))]
[JsonSerializable(typeof(DeviceResult[]))]
[JsonSerializable(typeof(DeviceResult))]
[JsonSerializable(typeof(DeviceRequest))]
[JsonSerializable(typeof(AccountRequest))]
[JsonSerializable(typeof(AccountSummary))]
[JsonSerializable(typeof(ImportStatus))]
[JsonSerializable(typeof(UndoneImport))]
[JsonSerializable(typeof(PreparedPicture))]
[JsonSerializable(typeof(ContactId))]
[JsonSerializable(typeof(ContactSet))]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(ContactSharing))]
[JsonSerializable(typeof(SharingResult))]
[JsonSerializable(typeof(ContactShare[]))]
[JsonSerializable(typeof(GroupNames))]
[JsonSerializable(typeof(Editors))]
[JsonSerializable(typeof(ContactRightsResult))]
[JsonSerializable(typeof(CommentText))]
[JsonSerializable(typeof(CommentResult[]))]
[JsonSerializable(typeof(CommentResult))]
[JsonSerializable(typeof(GroupResult[]))]
[JsonSerializable(typeof(GroupResult))]
[JsonSerializable(typeof(NewGroup))]
[JsonSerializable(typeof(GroupChange))]
[JsonSerializable(typeof(GroupRight[]))]
[JsonSerializable(typeof(GroupRightRequest))]
[JsonSerializable(typeof(AuditRecord[]))]
[JsonSerializable(typeof(MembersResult))]
[JsonSerializable(typeof(RequestResult[]))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(RoleChange))]
[JsonSerializable(typeof(Membership))]
[JsonSerializable(typeof(Tag[]))]
[JsonSerializable(typeof(Tag))]
[JsonSerializable(typeof(NewTag))]
[JsonSerializable(typeof(TagColor))]
[JsonSerializable(typeof(Tagging))]
[JsonSerializable(typeof(Dictionary<string, ContactId[]>))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Makes the framework's JSON of requests and answers ours.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.Converters.Add(new ContactIdConverter());
        options.Converters.Add(new JsonStringEnumConverter<ImportState>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new AccountIdConverter());
        options.Converters.Add(new JsonStringEnumConverter<GroupKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<GroupRole>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<GroupWait>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<ContentRight>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<ImportResult>(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new JsonStringEnumConverter<DeviceState>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JsonAnswer.Options.Encoder;
    }

    private sealed class AccountIdConverter : JsonConverter<AccountId>
    {
        public override AccountId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            GrainInterfaces.AccountId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("This is no user name.");

        public override void Write(Utf8JsonWriter writer, AccountId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    private sealed class ContactIdConverter : JsonConverter<ContactId>
    {
        public override ContactId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            GrainInterfaces.ContactId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException(JsonBody.NoContactId);

        public override void Write(Utf8JsonWriter writer, ContactId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
