using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContactOffice.Api.Http;

namespace ContactOffice.Api.Live;

/// <summary>JSON that was written once and goes out to many connections as it is.</summary>
[JsonConverter(typeof(Converter))]
public sealed class RawJson
{
    private readonly ReadOnlyMemory<byte> _utf8;

    private RawJson(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    internal static RawJson Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, JsonAnswer.Options)) write(json);
        return new(buffer.WrittenMemory);
    }

    private sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("It is only sent.");

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value._utf8.Span, skipInputValidation: true);
    }
}
