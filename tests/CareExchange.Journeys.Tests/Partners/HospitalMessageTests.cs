using System.Net;
using System.Text;
using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Partners;

/// <summary>Hospitals that send HL7 v2 and CDA: each is answered in its own kind, and what it sent can be read as FHIR.</summary>
[Collection(SharedDistrict.Name)]
public sealed class HospitalMessageTests(District district)
{
    [Fact]
    public async Task HL7_v2_is_acknowledged_in_kind_and_a_wrong_message_says_where()
    {
        using var machine = await Machine.RegisterAsync(district, "inwang-hospital", "system/messages.c system/Encounter.rs");
        foreach (var message in PartnerMessage.Of(DemoWorld.Hospitals).Where(message => message.Partner == "inwang-hospital"))
        {
            var answer = await message.SendAsync(machine);
            var separator = (char)message.Content[3];

            var text = Encoding.UTF8.GetString(answer.Is(HttpStatusCode.OK).Bytes);
            Assert.Equal("application/hl7-v2", answer.Response.Content.Headers.ContentType?.MediaType);
            Assert.StartsWith($"MSH{separator}", text, StringComparison.Ordinal);
            var accepted = $"\rMSA{separator}AA{separator}";
            Assert.True(text.Contains(message.IsWrong ? $"\rMSA{separator}A" : accepted, StringComparison.Ordinal), $"{message.File}: {text}");
            if (message.IsWrong) Assert.True(text.Contains($"\rERR{separator}", StringComparison.Ordinal) && !text.Contains(accepted, StringComparison.Ordinal), $"{message.File}: {text}");
        }

        Assert.NotEmpty((await machine.GetAsync("Encounter")).Is(HttpStatusCode.OK).Resources);
    }

    [Fact]
    public async Task CDA_documents_are_stored_as_documents_and_wrong_ones_refused_with_their_place()
    {
        using var machine = await Machine.RegisterAsync(district, "dongshin-hospital", "system/messages.c system/Composition.rs");
        foreach (var message in PartnerMessage.Of(DemoWorld.Hospitals).Where(message => message.Partner == "dongshin-hospital"))
        {
            var answer = await message.SendAsync(machine);

            if (message.IsWrong) Assert.NotEmpty(answer.Is(HttpStatusCode.UnprocessableEntity).Issues);
            else Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, $"{message.File}: {Encoding.UTF8.GetString(answer.Bytes)}");
        }

        Assert.NotEmpty((await machine.GetAsync("Composition")).Is(HttpStatusCode.OK).Resources);
    }
}
