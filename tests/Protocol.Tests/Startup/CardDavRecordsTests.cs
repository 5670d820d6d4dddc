using ContactOffice.Silo;

namespace ContactOffice.Protocol.Tests.Startup;

public sealed class CardDavRecordsTests
{
    [Fact]
    public void The_administrator_is_told_the_records_of_the_public_address_and_none_without_one()
    {
        Assert.Empty(Announcement.CardDavRecords(null));
        var records = Announcement.CardDavRecords("https://contacts.example.org").ToList();
        Assert.Contains("    _carddavs._tcp  IN  SRV  0 1 443 contacts.example.org.", records);
        Assert.Contains("    _carddavs._tcp  IN  TXT  \"path=/dav/\"", records);
        Assert.Contains("    _carddav._tcp  IN  SRV  0 1 8080 localhost.", Announcement.CardDavRecords("http://localhost:8080/"));
    }
}
