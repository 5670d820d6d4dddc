// Runs inside Thunderbird: what its address book window does when somebody clicks there. The arguments are a command, its words, and where to answer.
const [command, ...words] = [...arguments].slice(0, -1);
const answer = arguments[arguments.length - 1];
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { CardDAVDirectory } = ChromeUtils.importESModule("resource:///modules/CardDAVDirectory.sys.mjs");
const { CardDAVUtils } = ChromeUtils.importESModule("resource:///modules/CardDAVUtils.sys.mjs");

const directory = () => MailServices.ab.directories.find(one => one.dirName === "Private");
const find = name => directory().childCards.find(card => card.displayName === name);
const synchronised = () => CardDAVDirectory.forFile(directory().fileName).syncWithServer();
const until = async holds => {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 20));
};

const commands = {
  // What "Add CardDAV Address Book" does with an address, a name and a password.
  async subscribe(server, user, password) {
    const books = await CardDAVUtils.detectAddressBooks(user, password, server, false);
    await books.find(book => book.name === "Private").create();
    await until(() => directory()?.childCards.length);
    return books.map(book => book.name);
  },
  async list() {
    await synchronised();
    return directory().childCards.map(card => ({ name: card.displayName, company: [card.vCardProperties.getFirstValue("org") ?? ""].flat()[0] }));
  },
  async add(name) {
    const card = Cc["@mozilla.org/addressbook/cardproperty;1"].createInstance(Ci.nsIAbCard);
    card.displayName = name;
    directory().addCard(card);
    await until(() => find(name)?.getProperty("_etag", ""));
  },
  async company(name, company) {
    const card = find(name);
    const before = card.getProperty("_etag", "");
    card.vCardProperties.clearValues("org");
    card.vCardProperties.addValue("org", company);
    directory().modifyCard(card);
    await until(() => find(name).getProperty("_etag", "") !== before);
  },
  async remove(name) {
    directory().deleteCards([find(name)]);
  },
};

commands[command](...words).then(value => answer({ value: value ?? null }), error => answer({ error: `${error} ${error.stack}` }));
