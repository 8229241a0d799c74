using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Writers;

namespace CareExchange.Mapping.Tests.Writers;

public sealed class JsonTreeWriterTests
{
    [Theory]
    [InlineData("""{"a":"x","b":[1,2.50],"c":{"d":[{"e":true},{"e":"z"}]},"f":[{"g":"한\n\"글\" 🙂"}]}""")]
    [InlineData("{}")]
    public void A_tree_reads_back_the_same(string json) =>
        Assert.Equal(Trees.Sorted(json), Trees.Sorted(new JsonSource(Schema.R4, null).Read(Trees.Write(new JsonTreeWriter(new()), json))));

    [Fact]
    public void What_the_manifest_calls_a_list_is_one_even_with_one_item()
    {
        var bytes = Trees.Write(new JsonTreeWriter(new() { Lists = new HashSet<string> { "rows", "rows.items" } }), """{"rows":{"items":"x","name":"y"},"other":"z"}""");

        Assert.Equal(Trees.Sorted("""{"rows":[{"items":["x"],"name":"y"}],"other":"z"}"""), Trees.Sorted(Encoding.UTF8.GetString(bytes)));
    }
}
