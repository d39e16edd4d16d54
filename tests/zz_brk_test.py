import itertools, traceback, sys
import pytest
from html.parser import HTMLParser
from django.db import transaction
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access_world import World
from tests.test_access import BY_POST, TABLE, address_for
from tests.test_hostile import world, enter, a_person, HUGE
pytestmark = pytest.mark.django_db

class Forms(HTMLParser):
    def __init__(self):
        super().__init__(); self.forms=[]; self.cur=None; self.sel=None
    def handle_starttag(self, tag, attrs):
        a=dict(attrs)
        if tag=="form":
            self.cur={"action":a.get("action") or "","method":(a.get("method") or "get").lower(),"fields":[]}; self.forms.append(self.cur)
        if self.cur is None: return
        n=a.get("name")
        if tag=="input" and n:
            t=a.get("type","text")
            if t in("checkbox","radio"):
                self.cur["fields"].append((n,t,a.get("value","on"),"checked" in a))
            else: self.cur["fields"].append((n,t,a.get("value") or "",True))
        elif tag=="textarea" and n:
            self.ta=[n,""]; self.cur["fields"].append(self.ta)
            self.in_ta=True
        elif tag=="select" and n:
            self.sel=[n,"select",[], "multiple" in a]; self.cur["fields"].append(self.sel)
        elif tag=="option" and self.sel is not None:
            self.sel[2].append((a.get("value",""),"selected" in a))
        elif tag=="button" and n: self.cur["fields"].append((n,"button",a.get("value",""),False))
    def handle_data(self,d):
        if getattr(self,"in_ta",False): self.ta[1]+=d
    def handle_endtag(self,tag):
        if tag=="form": self.cur=None
        if tag=="textarea": self.in_ta=False
        if tag=="select": self.sel=None

TEXTS=["", "\x00a", "<script>alert(1)</script>", "=1+1", "{{7*7}}", "%s %(x)s {0}", "😀"*30, "ก"*100_000, "๑๒๓", "ํา", "29/02/2567","29/02/2569","31/12/9999","01/01/0001","-5","1e400","NaN","Infinity","1000000000000000",str(10**30),"9"*5000, "2568", "0", "\ud83d", "1/1/2569 \u202e", "-"]
CHOICES=["99999999","abc",str(HUGE),"-1","\x00","1e5"]

def run(client, url, data):
    try:
        with transaction.atomic():
            try:
                r=client.post(url,data)
                if r.streaming: list(r)
                return r.status_code
            finally:
                transaction.set_rollback(True)
    except Exception as e:
        tb=traceback.extract_tb(sys.exc_info()[2])
        ours=[f"{f.filename.split('/work/main/')[-1]}:{f.lineno}" for f in tb if '/work/main/' in f.filename and '.venv' not in f.filename and 'tests' not in f.filename]
        return f"{type(e).__name__}: {str(e)[:150]} @ {ours[-1:]} "

@pytest.mark.parametrize("name",[n for n in TABLE if n not in BY_POST and "pdf" not in n and "xlsx" not in n])
def test_posts(name, world, client, record_property):
    address=address_for(name,world.own)
    problems={}
    allowed=TABLE[name][1]
    chosen=[r for r in ("group_head","school_head","plan_staff","director","district_admin","finance_staff") if r in allowed][:2] or sorted(allowed)[:1]
    for role in chosen:
        enter(client, world.people[role]); client.raise_request_exception=True
        r=client.get(address)
        if r.streaming: list(r); return
        if r.status_code!=200 or "html" not in r["Content-Type"]: return
        p=Forms(); p.feed(r.content.decode())
        for form in p.forms:
            if form["method"]!="post": continue
            url=form["action"] or address
            if "/accounts/" in url or url.endswith("/language/"): continue
            base={}
            for f in form["fields"]:
                if len(f)==2: base.setdefault(f[0],[]).append(f[1].lstrip("\n"))
                elif f[1]=="select":
                    got=[v for v,s in f[2] if s] or ([] if f[3] else [f[2][0][0]] if f[2] else [])
                    base.setdefault(f[0],[]).extend(got)
                elif f[3] and f[1]!="file": base.setdefault(f[0],[]).append(f[2])
            base.pop("csrfmiddlewaretoken",None)
            texts=[f[0] for f in form["fields"] if (len(f)==2 or f[1] in("text","number","email","tel","search","date","url"))]
            hidden=[f[0] for f in form["fields"] if len(f)==4 and f[1]=="hidden" and f[0]!="csrfmiddlewaretoken"]
            chs=[f[0] for f in form["fields"] if len(f)==4 and f[1] in("select","radio","checkbox")]
            files=[f[0] for f in form["fields"] if len(f)==4 and f[1]=="file"]
            cases=[("empty",{}),("asis",base)]
            for t in TEXTS:
                if t=="\ud83d": continue
                cases.append((("text",t[:20]),base|{k:t for k in texts}))
            for t in CHOICES:
                cases.append((("choice",t),base|{k:t for k in chs}))
                cases.append((("hidden",t),base|{k:t for k in hidden}))
                for k in dict.fromkeys(chs+hidden): cases.append((("one",k,t),base|{k:t}))
            for t in ["1000000000000000","NaN","\x00","ก"*100_000,"31/12/9999"]:
                for k in dict.fromkeys(texts): cases.append((("onetext",k,t[:10]),base|{k:t}))
            if files:
                for fname,content in [("a.pdf",b""),("a.pdf",b"%PDF-1.4 rubbish"),("a.jpg",b"\xff\xd8\xff rubbish"),("a.png",b"\x89PNG\r\n\x1a\nrubbish"),("a.xlsx",b"PK rubbish"),("a.csv",b"\xff\xfea\x00"),("..%2f\u0e01.exe",b"MZ\x00"),("a.csv",b'moe_code,name\n"'+b"x"*300000)]:
                    cases.append((("file",content[:12]),base|{k:SimpleUploadedFile(fname,content) for k in files}))
            seen=set()
            for label,data in cases[:260]:
                out=run(client,url,data)
                if isinstance(out,str) or out>=500:
                    problems.setdefault((url,str(out)),[]).append(label)
    assert problems=={}
