using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Fhir.Tests;

public class ReadmeExampleTests
{
    [Fact]
    public void A_resource_is_read_asked_and_edited_as_bytes()
    {
        var document = FhirDocument.Parse("""{"resourceType":"Patient","name":[{"family":"김","given":["가온"]}],"birthDate":"1948-03"}"""u8.ToArray(), Schema.R4).Value!;
        var given = document.Root["name"]["given"];                               // given.Text is 가온, given.Path is Patient.name[0].given[0]
        var isOld = FhirPathExpression.Compile("birthDate < @1961-11").Value!.IsTrue(document.Root);

        var edit = new DocumentEdit(document);
        edit.Set(document.Root, "gender", "\"female\""u8);                         // every other byte stays as it was written
        var changed = edit.Apply();

        Assert.Equal(("가온", "Patient.name[0].given[0]", true), (given.Text, given.Path, isOld));
        Assert.Equal("""{"resourceType":"Patient","name":[{"family":"김","given":["가온"]}],"birthDate":"1948-03","gender":"female"}""", System.Text.Encoding.UTF8.GetString(changed));
    }
}
