/** The lines of a domain's zone that lead clients who know no more than an e-mail address to this server (RFC 6764 §3, §4). */
export function discoveryLines(origin: string, domain: string): { srv: string; txt: string } {
  const { protocol, hostname, port } = new URL(origin);
  const secure = protocol === 'https:';
  const name = `_${secure ? 'carddavs' : 'carddav'}._tcp.${domain.trim().replace(/\.+$/, '')}.`;
  return { srv: `${name} IN SRV 0 1 ${port || (secure ? 443 : 80)} ${hostname}.`, txt: `${name} IN TXT "path=/dav/"` };
}

/** The domain that people's e-mail addresses probably have: the administrator's own, else what the server's name lies in, else one to be replaced. */
export function likelyDomain(hostname: string, email: string | null | undefined): string {
  const domain = email?.split('@')[1];
  if (domain) return domain;
  const labels = hostname.split('.');
  if (labels.length < 2 || /^[\d.]+$|:/.test(hostname)) return 'example.org';
  return labels.length > 2 ? labels.slice(1).join('.') : hostname;
}
